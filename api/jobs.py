"""Background jobs (procrastinate on PostgreSQL)."""

import asyncio
import logging
import os
from contextlib import suppress
from datetime import timedelta

from procrastinate import App, PsycopgConnector, RetryStrategy, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from api.database import transaction
from api.episodes.ledger import expire_quiet_episodes
from api.house import House
from api.outcomes.refreshing import refresh_all
from api.stalled import do_again

log = logging.getLogger(__name__)
NICENESS = 10


def make_jobs(house: House) -> App:
    """Return the job queue with every task, bound to `house`."""
    jobs = App(connector=PsycopgConnector(conninfo=house.database_url))

    @jobs.periodic(cron=house.settings.cluster_cron)
    @jobs.task(name="cluster", queueing_lock="cluster", lock="cluster", pass_context=False)
    def cluster(timestamp: int = 0) -> None:
        from api.candidates.clustering import cluster_now
        from api.candidates.lineage_store import ClusteringRuns

        with suppress(ClusteringRuns):
            cluster_now(house)

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="assign_new", queueing_lock="assign_new", lock="cluster")
    def assign(timestamp: int = 0) -> None:
        from api.candidates.assigning import assign_new
        from api.candidates.clustering import clustering_is_due
        from api.candidates.lineage_store import ClusteringRuns

        # A run under way will see the new ones itself.
        with suppress(ClusteringRuns):
            assign_new(house)
        if clustering_is_due(house):
            defer_clustering(house)

    @jobs.periodic(cron="*/5 * * * *")
    @jobs.task(name="expire_episodes", queueing_lock="expire_episodes")
    def expire(timestamp: int = 0) -> None:
        with transaction(house.sessions) as session:
            quiet = timedelta(hours=house.settings.quiet_hours)
            count = expire_quiet_episodes(session, now=house.clock(), quiet=quiet)
        log.info("expired %s episodes", count)
        follow_up(house)

    @jobs.periodic(cron="* * * * * */20")
    @jobs.task(name="refresh_outcomes", queueing_lock="refresh_outcomes", lock="refresh_outcomes")
    def refresh(timestamp: int = 0) -> None:
        refresh_all(house)

    @jobs.periodic(cron="* * * * * */20")
    @jobs.task(name="tell_history", queueing_lock="tell_history", lock="tell_history")
    def tell_of_history(timestamp: int = 0) -> None:
        from api.chat.history import tell_history

        # A large import must not keep mails and webhooks waiting: they get a turn in between.
        tell_history(house, batches=5)

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="refresh_accounts", queueing_lock="refresh_accounts", lock="refresh_accounts")
    def refresh_accounts(timestamp: int = 0) -> None:
        from api.accounts.score.past import compute_past
        from api.accounts.up_to_date import bring_all_up_to_date

        # Once an hour all of them: a fact that was late to be committed may have passed unseen.
        bring_all_up_to_date(house, everything=house.clock().minute == 0)
        compute_past(house)

    @jobs.periodic(cron="40 * * * *")
    @jobs.task(name="sweep_files", queueing_lock="sweep_files")
    def sweep_files(timestamp: int = 0) -> None:
        from api.chat.attachments.keeping import folder_of, sweep

        with transaction(house.sessions) as session:
            sweep(session, folder_of(house), now=house.clock())

    @jobs.periodic(cron="*/5 * * * *")
    @jobs.task(name="send_weekly", queueing_lock="send_weekly", lock="send_weekly")
    def send_weekly_mails(timestamp: int = 0) -> None:
        from api.metrics.weekly.sending import send_weekly

        send_weekly(house)

    @jobs.task(name="mail_transcript", retry=RetryStrategy(max_attempts=5, exponential_wait=30))
    def mail_transcript(conversation_id: str, address: str) -> None:
        from api.chat.transcripts import mail_transcript

        mail_transcript(house, conversation_id, address)

    @jobs.task(name="send_webhook", queue="webhooks", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
    def send_webhook(delivery_id: int) -> None:
        from api.faqs.hooks.sending import deliver

        deliver(house, delivery_id)

    @jobs.periodic(cron="* * * * *")
    @jobs.task(name="do_again", queueing_lock="do_again")
    async def do_stalled_again(timestamp: int = 0) -> None:
        await do_again(jobs)

    return jobs


def follow_up(house: House) -> int:
    """Ask a random share of those who left in silence whether it was solved; return how many."""
    from api.asking_later.store import share_in_force
    from api.chat.follow_up import ask_those_drawn

    with transaction(house.sessions) as session:
        share = share_in_force(session, default=house.settings.follow_up_share)
        if not share:
            return 0
        quiet = timedelta(hours=house.settings.quiet_hours)
        return ask_those_drawn(session, share=share, now=house.clock(), quiet=quiet)


def defer_clustering(house: House) -> bool:
    """Ask the worker for a clustering run; False when one waits already."""
    with App(connector=SyncPsycopgConnector(conninfo=house.database_url)).open() as jobs:
        try:
            jobs.configure_task("cluster", queueing_lock="cluster", lock="cluster").defer(timestamp=0)
        except AlreadyEnqueued:
            return False
    return True


def work(house: House) -> None:
    """Do background jobs until a signal ends it. Whoever waits for a page or an answer comes first."""
    os.nice(NICENESS)
    jobs = make_jobs(house)

    async def run() -> None:
        async with jobs.open_async():
            await do_again(jobs)
            await jobs.run_worker_async(concurrency=2, delete_jobs="successful")

    asyncio.run(run())
