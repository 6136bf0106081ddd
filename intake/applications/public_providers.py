"""Mail domains at which anybody can have an address. In: nothing. Out: a set. Pure.

Such a domain is never an organisation: two of its customers are strangers to each other, and no cap is shared among them.
An operator adds further ones in the configuration.
"""

from typing import Final

from intake.mail import organisation

_LARGE: Final = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com windowslive.com hotmail.co.uk hotmail.fr hotmail.de
hotmail.it hotmail.es live.co.uk live.ca live.com.mx live.fr live.nl outlook.es outlook.fr outlook.de yahoo.com ymail.com rocketmail.com
myyahoo.com yahoo.co.uk yahoo.ca yahoo.com.mx yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.in yahoo.com.br yahoo.co.jp aol.com aim.com
netscape.net compuserve.com cs.com love.com games.com wow.com verizon.net icloud.com me.com mac.com privaterelay.appleid.com
"""
"""The large ones, and the names they also go by."""

_INDEPENDENT: Final = """
proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me hushmail.com hush.com
startmail.com mailfence.com posteo.de posteo.net mailbox.org disroot.org riseup.net runbox.com countermail.com ctemplar.com skiff.com
hey.com fastmail.com fastmail.fm fastmail.us fastmail.net sent.com messagingengine.com zoho.com zohomail.com mail.com email.com usa.com
post.com europe.com consultant.com engineer.com lawyer.com gmx.com gmx.us gmx.net gmx.de gmx.at gmx.ch web.de inbox.com lycos.com
excite.com juno.com netzero.net netzero.com mail.ru bk.ru list.ru inbox.ru yandex.com yandex.ru ya.ru rambler.ru ukr.net qq.com
foxmail.com 163.com 126.com yeah.net sina.com sohu.com aliyun.com naver.com daum.net hanmail.net rediffmail.com seznam.cz wp.pl o2.pl
onet.pl interia.pl libero.it virgilio.it tiscali.it laposte.net orange.fr wanadoo.fr free.fr sfr.fr t-online.de freenet.de arcor.de
bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com bigpond.com
optusnet.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br prodigy.net.mx
"""
"""Privacy and independents."""

_LINES: Final = """
comcast.net xfinity.com att.net sbcglobal.net bellsouth.net ameritech.net pacbell.net swbell.net prodigy.net flash.net nvbell.net
snet.net worldnet.att.net cox.net coxmail.com charter.net spectrum.net twc.com rr.com roadrunner.com brighthouse.com tampabay.rr.com
cfl.rr.com nc.rr.com austin.rr.com earthlink.net mindspring.com peoplepc.com centurylink.net centurytel.net embarqmail.com q.com
qwest.net frontier.com frontiernet.net windstream.net optonline.net optimum.net suddenlink.net cableone.net sparklight.net
mediacombb.net mchsi.com wowway.com wowway.net rcn.com atlanticbb.net tds.net consolidated.net fairpoint.net hughes.net wildblue.net
starband.net gci.net alaska.net hawaiiantel.net hawaii.rr.com knology.net insightbb.com bresnan.net metrocast.net zoominternet.net
ptd.net epix.net nemr.net citlink.net netins.net midco.net nctc.com rogers.com shaw.ca telus.net sympatico.ca bell.net videotron.ca
cogeco.ca sasktel.net
"""
"""What comes with a line in the United States and Canada."""

_THROW_AWAY: Final = """
mailinator.com guerrillamail.com 10minutemail.com yopmail.com temp-mail.org tempmail.com sharklasers.com trashmail.com dispostable.com
maildrop.cc getnada.com throwawaymail.com mailnesia.com moakt.com burnermail.io simplelogin.com anonaddy.com addy.io duck.com
mozmail.com relay.firefox.com
"""
"""Throw-away."""

PUBLIC_PROVIDERS: Final = frozenset(f"{_LARGE} {_INDEPENDENT} {_LINES} {_THROW_AWAY}".split())


def is_public(domain: str, further: frozenset[str] = frozenset()) -> bool:
    """Whether anybody can have an address at `domain` (a subdomain counts with its parent)."""
    plain = domain.strip().lower()
    return plain in PUBLIC_PROVIDERS or plain in further or (known := organisation.of(plain)) in PUBLIC_PROVIDERS or known in further
