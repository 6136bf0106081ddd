"""The desk's web server as the settings want it. In: a Desk and a Config. Out: a server, not yet started."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.desk.desk import Desk
    from intake.web.server import Server
    from intake.web.setting import Setting
    from intake.wiring import Config


def server(desk: "Desk", config: "Config") -> "Server":
    """Listens and starts when it is told."""
    from intake.web import app
    from intake.web.server import Server

    web = config.web
    return Server(app.create(desk, hosts=web.hosts, setting=setting(desk, config)), host=web.host, port=web.port, proxies=web.proxies)


def setting(desk: "Desk", config: "Config") -> "Setting":
    """What the pages are told of the office, and how they get at its letters, papers and templates."""
    from intake.desk.signing_in import Lasting
    from intake.web.setting import Setting
    from intake.wiring import answering, looking

    web = config.web
    lasting = Lasting(idle=timedelta(minutes=web.idle_minutes), most=timedelta(hours=web.session_hours))
    return Setting(
        office=config.office.name, lasting=lasting, banner=web.government_banner, writing=answering.writing(config, desk),
        templates=answering.template_settings(config), looks=looking.looks(config, desk),
    )  # fmt: skip
