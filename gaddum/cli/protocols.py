"""`gaddum protocols`: the bundled protocols, or one of them as YAML to start from."""

from __future__ import annotations

import json

import click


@click.command("protocols", short_help="List the bundled protocols, or print one as YAML.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the list, or the protocol, as JSON.")
def command(name: str | None, as_json: bool) -> None:
    """List the bundled protocols; with NAME, print that one as YAML.

    \b
    Example:
      gaddum protocols ab-ba > my-trial.yaml
    """
    from gaddum.protocol import bundled, load, source_text

    if name is not None:
        text = source_text(name)  # refuses names that are not bundled
        if as_json:
            text = json.dumps(load(name).model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        click.echo(text, nl=False)
        return
    titles = {each: load(each).title for each in bundled()}
    if as_json:
        click.echo(json.dumps(titles, ensure_ascii=False, indent=2))
        return
    width = max(map(len, titles))
    for each, title in titles.items():
        click.echo(f"{each:<{width}}  {title}")
