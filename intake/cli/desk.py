"""The desk's web server as the settings want it. In: a Desk and a Config. Out: a server, not yet started."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.desk.desk import Desk
    from intake.web.server import Server
    from intake.wiring import Config


def server(desk: "Desk", config: "Config") -> "Server":
    """Listens and starts when it is told."""
    from intake.desk.signing_in import Lasting
    from intake.web import app
    from intake.web.server import Server
    from intake.web.setting import Setting
    from intake.wiring import answering, looking

    web = config.web
    lasting = Lasting(idle=timedelta(minutes=web.idle_minutes), most=timedelta(hours=web.session_hours))
    setting = Setting(
        office=config.office.name, lasting=lasting, banner=web.government_banner, writing=answering.writing(config, desk),
        templates=answering.template_settings(config), looks=looking.looks(config, desk),
    )  # fmt: skip
    return Server(app.create(desk, hosts=web.hosts, setting=setting), host=web.host, port=web.port, proxies=web.proxies)
