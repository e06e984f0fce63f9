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
    """Publish the layers to PostGIS in one transaction. · 发布到 PostGIS 数据库"""
    from mapgen.cli.console import fail, language, say
    from mapgen.cli.session import ask_for_description, open_atlas
    from mapgen.exporting.delivery import database_job
    from mapgen.exporting.problems import ExportError, Remark

    try:
        from mapgen.exporting import postgis
    except ImportError:
        fail(Remark("psycopg-missing").text(language(lang)))
    atlas, chosen, spoken = open_atlas(layers, plans, lang)
    ask_for_description(atlas, spoken)
    try:
        job = database_job(atlas, chosen, crs or "4326")
        for remark in job.target.remarks:
            say(remark.text(spoken))
        count = postgis.publish(url, job, schema)
    except ExportError as error:
        fail("\n".join(remark.text(spoken) for remark in error.remarks))
    values = {"count": count, "schema": schema, "database": postgis.shown(url)}
    say(Remark("published", {**values, "crs": job.target.code, "version": job.version}).text(spoken))
