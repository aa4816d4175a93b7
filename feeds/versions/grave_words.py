"""Words of which one letter more or less says something else, in English and German; the longest lists are the safest."""

NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
billion billions trillion trillions dozen dozens half halves quarter quarters third thirds double triple twice once first
second fourth fifth sixth seventh eighth ninth tenth both all most many few some several more less fewer only
null eins ein eine einen einem einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn
sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend
hunderte tausende million millionen milliarde milliarden billion billionen dutzend halb halbe hälfte viertel drittel
doppelt dreifach einmal zweimal dreimal erste ersten zweite zweiten dritte dritten vierte fünfte beide alle meisten viele
wenige einige mehrere mehr weniger nur
"""
NEGATIONS = """
no not none never nor neither nobody nothing nowhere without cannot hardly barely scarcely against except unless despite now note
nicht nichts nie niemals niemand nirgends ohne weder noch kein keine keinen keinem keiner keines kaum gegen trotz außer nun
"""
TIMES = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december today yesterday tomorrow morning noon evening night midnight
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner februar märz mai juni juli oktober
dezember heute gestern morgen morgens mittags abend abends nachts
"""
# Who, of whom, and whether: short words of which any other is another statement.
SMALL = """
i he she it we they you him her us them his hers its our ours their theirs your who whom whose which that
is are was were be been has have had will would can could may might must shall should do does did
up down on off in out over under before after above below from to for with by of at yes
ich du er sie es wir ihr ihn ihm ihnen sein seine seinen ihre ihren unser unsere euer wer wen wem wessen
ist sind war waren sei seien wäre wären hat haben hatte hatten hätte hätten wird werden wurde wurden würde würden kann
können konnte könnte muss müssen darf dürfen soll sollen sollte will wollen wollte vor nach auf ab an aus über unter mit für bei
seit bis von zu ja nein
"""
FACTS = frozenset(f"{NUMBERS} {NEGATIONS} {TIMES}".split())
LITTLE = frozenset(SMALL.split()) - FACTS
GRAVE = FACTS | LITTLE
# With or without one of these a word says its opposite.
_PREFIXES = """un in im il ir a ab an non dis mis de re anti über unter ver be er ent miss nicht ex"""
NEGATING_PREFIXES = frozenset(_PREFIXES.split())
# Both are words; neither is the other's typing error.
_PAIRS = """
form/from trail/trial casual/causal united/untied marital/martial calm/clam diary/dairy angel/angle sacred/scared
quiet/quite brake/bread brake/break board/broad lose/loose desert/dessert later/latter planed/planned diner/dinner
hoping/hopping bared/barred tired/tried barley/barely fired/fried unclear/nuclear reserved/reversed conserve/converse
founded/funded singed/signed dies/does lied/lead bride/bribe costal/coastal
county/country moral/morale personal/personnel
complement/compliment prosecute/persecute adopted/adapted affected/effected
elected/ejected inspected/infected infected/injected convicted/convinced murdered/murmured restored/resorted defused/diffused sentence/sentience
public/pubic exiting/existing exiting/exciting prescribe/proscribe prescribed/proscribed adverse/averse ingenious/ingenuous
stationary/stationery discrete/discreet shooting/shouting friend/fiend friends/fiends planet/plant diners/dinners robbed/robed
staring/starring scarred/scared supper/super filled/filed filling/filing hopped/hoped tapped/taped canon/cannon career/carer
choose/chose loosing/losing ally/alley trails/trials reigned/resigned reigns/resigns uninformed/uniformed contact/contract
contacts/contracts contacted/contracted addition/addiction additions/addictions immortal/immoral morality/mortality mortal/moral
statue/statute statues/statutes curse/course though/through thought/though thorough/through poplar/popular manger/manager
expense/expanse patent/patient patents/patients prostate/prostrate veracity/voracity sever/server severe/serve leaving/leaning
princes/princess princesses/princes stripped/striped planning/planing tailed/trailed rioting/rooting bearing/baring hearing/haring
bear/beer heard/herd infection/inflection infected/inflected raised/rased pleaded/plead treated/threated sighed/signed
counsel/council counsellor/councillor counselor/councilor wander/wonder wandered/wondered wandering/wondering
historic/hysteric collision/collusion collided/colluded
wieder/wider lieder/leider beiden/bieten breit/bereit leiden/lieden
verletzt/versetzt entlassen/entlasten
verhandelt/verwandelt gewählt/gewühlt gefordert/gefördert fordern/fördern forderung/förderung fordert/fördert
zahlen/zählen zahlung/zählung drucken/drücken losen/lösen schon/schön wurde/würde konnte/könnte musste/müsste
besetzt/besitzt geraten/gerasten erhöht/erhört eingestellt/angestellt gekauft/getauft
verurteilt/verteilt geschlossen/geschossen erschlossen/erschossen beschlossen/beschossen verschlossen/verschossen
gesunken/gestunken gebrochen/gerochen leiten/leisten geleitet/geleistet leitet/leistet bieten/beten beraten/braten
gestritten/geritten gestrichen/gestichen getreten/gebeten vertreten/verraten erfahren/erfahrenen verleiten/verleihen
bestochen/besprochen versprochen/verbrochen erschrocken/erschocken gestohlen/gestählen klagen/klargen
"""
TAKEN_FOR_EACH_OTHER = frozenset(frozenset(pair.split("/")) for pair in _PAIRS.split())
# German nouns that end so are no names.
ENDINGS_OF_COMMON_NOUNS = (
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "tät", "täten", "ismus",
    "nis", "nisse", "nissen", "amt", "ämter", "stelle", "stellen",
)  # fmt: skip
