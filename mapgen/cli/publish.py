"""``zonemap publish``: the layers as tables in PostGIS."""

from mapgen.cli import options


def run(
    url: options.Database,
    plans: options.Plans = None,
    crs: options.Crs = "4326",
    schema: options.Schema = "zonemap",
    layers: options.Layers = None,
    lang: options.Language = None,
) -> None:
    """Publish the layers to PostGIS in one transaction."""
    from layers.messages import Message
    from mapgen.cli.console import say
    from mapgen.cli.session import ask_for_description, open_atlas
    from mapgen.exporting.delivery import database_job
    from mapgen.files.errors import OutputError

    try:
        from mapgen.exporting import postgis
        from mapgen.exporting.connection import Address
    except ImportError:
        raise OutputError(Message("psycopg-missing")) from None
    # Before anything is said of the plans: what stands there may be a piece of an address with its password.
    database = Address(url).name
    if any("@" in plan for plan in plans or []):
        raise OutputError(Message("url-wrong"))
    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    ask_for_description(atlas, spoken)
    job = database_job(atlas, chosen, crs or "4326")
    for remark in job.target.remarks:
        say(remark, spoken)
    count = postgis.publish(url, job, schema)
    values = {"count": count, "schema": schema, "database": database}
    say(Message("published", values={**values, "crs": job.target.code, "version": job.version}), spoken)
