"""Words that tell people from everything else in a row of a list. In: nothing. Out: vocabularies. Pure.

A capitalised pair of words may be a person, a town or a heading; what stands beside it decides.
"""

from typing import Final

_RANKS: Final = """
sheriff undersheriff chief deputy deputies lieutenant lt captain capt sergeant sgt ssgt major maj colonel col corporal cpl commander
cmdr detective det investigator inv inspector director administrator commissioner warden superintendent jailer constable marshal trooper
officer ofc ofcr agent supervisor recruit cadet patrolman patrolwoman bailiff matron dep po co do sro cpo fto mpo teniente capitan
capitán sargento oficial agente cabo
"""
RANKS: Final = frozenset(_RANKS.split())
"""Words that are a rank by themselves, in lower case, without a full stop."""
_RANK_BESIDE: Final = """
first 1st second 2nd third 3rd senior sr master staff special patrol division jail training corrections correctional detention police
acting interim assistant asst reserve lead class i ii iii iv road court booking warrants transport field k9 k-9 narcotics
administrative lateral probationary
"""
RANK_BESIDE: Final = frozenset(_RANK_BESIDE.split())
"""Words that stand beside a rank and make no name."""
_PARTICLES: Final = "de la las los del der den van von da di du el al bin ben san st y"
PARTICLES: Final = frozenset(_PARTICLES.split())
SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "esq"})

LABELS: Final = frozenset({"name", "rank", "title"})
"""Of the next, words that stand before the value they name."""
_STOP: Final = """
office department dept county parish city town village township borough state police agency division bureau center centre model program
agreement enforcement immigration customs street avenue ave road rd drive lane parkway highway hwy boulevard blvd suite box floor square
way route letter interest memorandum phone email e-mail telephone tel fax mobile cell contact public safety information university
college school district authority board council commission committee jail detention corrections court courthouse united states federal
national government homeland security service services warrant task force attorney regards sincerely respectfully dear hello hi good
morning afternoon evening thank thanks please washington date title name signature the and for of to from with in on at by or our we you
your this that is are was will shall be as not no yes re fw fwd subject sent cc bcc attn attention page section article appendix exhibit
attachment attached enclosed enclosure total number new north south west east northern southern western eastern central lea ice dhs ero
fbi doj hsi cbp uscis leosa ncic tfm jem wso moa loi mou ori ssn dob poc pio foia loa faq id pid badge rank role birth hire hired born
years year months month days day hours hour week weeks january february march april may june july august september october november
december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri
sat sun am pm est edt cst cdt mst mdt pst pdt company inc llc bank account invoice order report case docket file item items quantity
price amount cost budget fund grant schedule agenda meeting session course class room building shift watch vehicle unit serial make
color plate radio battery laptop cable version revision form forms policy procedure procedures chapter code statute act law rule
regulation subpart paragraph alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho
illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania rhode island tennessee texas utah vermont virginia
wisconsin wyoming creek river lake valley hill hills ridge falls springs spring park bluff mesa prairie bay beach bend grove harbor
heights point fork rest caution external confidential confidentiality notice original message begin forwarded
"""
STOP: Final = frozenset(_STOP.split())
"""Words that no name of a person holds, in lower case. Surnames that are such words are told by their neighbours or not at all."""

_FIRST: Final = """
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald steven paul andrew
joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott
brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary
peter kyle ethan walter noah jeremy christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan
billy bruce gabriel joe logan alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip eugene
mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna
michelle carol amanda melissa deborah stephanie rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela
nicole anna samantha katherine christine debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth
virginia lauren kelly christina joan evelyn judith andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann
kathryn abigail sophia frances jean alice judy isabella julia grace amber denise danielle marilyn beverly charlotte natalie theresa
diana brittany doris kayla carlos luis miguel jorge pedro rafael ramon hector mario roberto fernando oscar ricardo eduardo javier raul jane
sergio ana rosa carmen elena curtis dolores everett yolanda harlan clifford loretta winston amos terrence leland orville rhonda stuart
vivian marcus derek troy shane chad brett dustin cody travis trevor shawn corey lance clint wade dale glenn mike jim bob bill tom dan
dave steve chris matt tony jeff tim ron ed greg ben sam ken rick don
"""
FIRST: Final = frozenset(_FIRST.split())
"""First names that many bear: a few among the rows of a list tell that it is one of people."""
