"""Jobs whose worker died while it did them."""

import logging

from procrastinate import App
from procrastinate.jobs import Job, Status

log = logging.getLogger(__name__)
TRIES = 5
"""So often a job is begun, lest one that kills its worker do so for ever."""


async def do_again(jobs: App) -> int:
    """Have jobs done again whose worker was not heard for 30 s; return how many there were.

    Such a job says "doing" for ever, and its lock holds up every job with the same one. It is given up when
    it was begun `TRIES` times, or when another of its kind waits already.
    """
    stalled = list(await jobs.job_manager.get_stalled_jobs())
    for job in stalled:
        again = job.attempts + 1 < TRIES and not await _has_a_twin(jobs, job)
        log.warning("%s %s lost its worker: %s", job.task_name, job.id, "again" if again else "given up")
        if again:
            await jobs.job_manager.retry_job(job)
        else:
            await jobs.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
    return len(stalled)


async def _has_a_twin(jobs: App, job: Job) -> bool:
    if job.queueing_lock is None:
        return False
    return bool(
        list(
            await jobs.job_manager.list_jobs_async(queueing_lock=job.queueing_lock, status=Status.TODO.value)
        )
    )
