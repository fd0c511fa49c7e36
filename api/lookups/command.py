"""`madoguchi lookups check`: is the look-up file fit for use, and are its secrets there?"""

from pathlib import Path

from rich.console import Console

from api.lookups.reading import load_lookups
from api.lookups.request import MissingSecret


def check_command(path: Path) -> int:
    """Say what the file declares; return 1 when a secret is missing. Raises `BadLookups`."""
    console = Console(soft_wrap=True)
    lookups = load_lookups(path).lookups
    missing = 0
    for lookup in lookups:
        fields = ", ".join(field.name for field in lookup.fields)
        console.print(f"{lookup.name}: {lookup.title.ja} / {lookup.title.en}", markup=False)
        console.print(f"  asks for {fields}; {lookup.request.method} {lookup.request.url}", markup=False)
        try:
            if lookup.request.auth:
                lookup.request.auth.value()
        except MissingSecret as error:
            missing += 1
            console.print(f"  {error}", markup=False, style="red")
    console.print(f"{path}: {len(lookups)} look-ups can be used." if not missing else "", markup=False)
    return 1 if missing else 0
