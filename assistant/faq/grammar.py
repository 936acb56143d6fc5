"""The closed classes of Swedish words by which a sentence is turned into a question."""

from __future__ import annotations

import re

FINITE_VERBS = frozenset(
    """
    är var blir blev har hade ska skall skulle kan kunde får fick vill bör måste behöver kommer
    kom går gick gör gjorde tar tog ger gav ligger låg står stod finns fanns gäller gällde
    börjar började startar startade inleds inleddes pågår pågick träder trädde antogs antas
    fattades fattas fattar beslutade beslutar beslutas beslutades föreslår föreslog föreslås
    lämnar lämnade lämnas lämnades redovisas redovisades presenterar presenterade presenteras
    presenterades öppnar öppnade öppnas inrättar inrättade inrättas inrättades införs infördes
    invigs invigdes byggs byggdes bygger planeras planerades väntas beräknas omfattar omfattade
    innehåller innehöll består bestod avsätter avsatte avsätts avsattes satsar satsade satsas
    anslår anslås tilldelas tilldelades tillförs bidrar bidrog deltar deltog besöker besökte
    träffar träffade håller höll hålls hölls utser utsåg utses utsågs leder ledde leds ansvarar
    ansvarade beviljas beviljades betalas betalades betalar kostar kostade uppgår uppgick ökar
    ökade minskar minskade sänks sänktes höjs höjdes innebär innebar betyder delas fördelas
    fördelades riktas samordnar samordnas prövar prövas utövar ansöker söker skickas publiceras
    publicerades sker skedde görs gjordes genomförs genomfördes genomför arrangeras arrangerades
    anordnas anordnades anordnar upphör upphörde gavs ges överlämnar överlämnade överlämnas
    överlämnades bildas bildades förlängs förlängdes förlänger grundades tillträder tillträdde
    avgår utbetalas tillämpas tillämpades regleras syftar undertecknades undertecknade
    undertecknas ratificerade ratificerades beskriver beskrivs visar visade anger anges reglerar
    följs utvärderas revideras behandlas behandlar granskar granskas kontrollerar kontrolleras
    bekostas finansieras finansierar stöder stödjer bor arbetar studerar hämtas töms tas togs
    meddelar meddelas utarbetas fastställs fastställdes fastställer underhåller driver drivs
    äger ägs förvaltar förvaltas hyr säljer köper köpte investerar investerade utgör utgjorde
    krävs förebygger registreras förbereder erbjuder erbjuds stängs stänger flyttas flyttar
    ersätter ersätts ersattes bereds remitteras remitterades remitterade sammanträder möts
    inspekterar utreder utreds används användes förvaras återkallas upplöses valdes väljs välj
    utlyses utlystes anmäls anmäler pekas pekar ingår ingick ställer beställer bokar överklagar
    väljer bestämmer ändras stärks antog lyfter lyfte avskaffar stärker ser heter vänder riktar
    antar fortsätter gynnar avgör debiteras faktureras prioriteras sorteras sorterar
    transporteras röjs sandas spolas saltas
    """.split()
)
"""Verbs that are trusted as the one finite verb of a main clause where they stand second."""

AUXILIARIES = frozenset(
    "ska skall skulle kan kunde får fick bör måste har hade kommer väntas föreslås".split()
)

PREPOSITIONS = frozenset(
    """
    i på av till från med utan för om vid hos mot mellan inom under över efter åt enligt genom
    sedan bland kring längs trots utanför utöver utifrån inför bakom framför innan före per
    """.split()
)

NOT_A_SUBJECT = PREPOSITIONS | frozenset(
    """
    där då nu så sedan här därefter därför därmed dessutom vidare också även samtidigt dock däremot
    således alltså när om att eftersom medan trots och men eller samt för inte bara först slutligen
    idag exempelvis enligt tidigare senare numera hittills igår imorgon fortsatt särskilt främst
    totalt sammanlagt sammantaget tillsammans ju ännu redan snart dit dels vad hur varför vem
    vilken vilket vilka senast detta det den denna dessa de han hon vi jag man ni du dem vår vårt
    våra min mitt mina deras dess hans hennes sin sitt sina någon några något ingen inget inga
    sådan sådana sådant samma båda bägge annat andra övriga läs se kontakta ange skicka följ
    """.split()
)
"""Openings after which the subject does not stand first, or is a pronoun that points back."""

POINTS_ELSEWHERE = frozenset(
    """
    denna detta dessa den det de dem han hon hans hennes dess deras honom henne där här dit hit
    då vi oss vår vårt våra jag mig min mitt mina du dig din ditt dina ni er ert era sådan
    sådant sådana samma också även därför därmed därigenom dessutom däremot dock således alltså
    ovan nedan ovanstående nedanstående nämnda idag nu just igår imorgon sin sitt sina båda
    bägge vidare samtidigt härigenom härmed därav därtill därom ju nog väl sig exempelvis dels
    vederbörande ytterligare senaste nuvarande kommande tidigare nästa förra stället respektive
    aktuella följande berörda föreslagna vardera dagen besöket veckan resan kvällen förmiddagen
    eftermiddagen sammanträdet pressträffen myndigheten istället ännu själva själv innevarande
    """.split()
)
"""Words whose meaning lies outside the sentence; a question with one cannot stand alone."""

OF_THE_READER = frozenset("du dig din ditt dina jag mig min mitt mina vi oss vår vårt våra".split())
"""Pronouns that a heading may have: the one who reads, or the one who answers."""

BARE_DEFINITES = frozenset(
    """
    lagen förslaget förslagen uppdraget uppdragen utredningen utredaren betänkandet promemorian
    propositionen beslutet besluten mötet mötena besöket besöken resan ändringen ändringarna
    lagändringen lagändringarna reglerna regeln bestämmelsen bestämmelserna satsningen
    satsningarna projektet projekten programmet arbetet insatserna insatsen åtgärden åtgärderna
    rapporten förordningen förordningarna direktivet direktiven avtalet avtalen överenskommelsen
    medlen pengarna summan beloppet stödet stöden bidraget anslaget myndigheten myndigheterna
    ministern ministrarna statsrådet regeringspartierna planen målet målen syftet uppgiften
    uppgifterna bolaget bolagen nämnden nämnderna organisationen organisationerna frågan
    frågorna remissen remisstiden remissvaren svaren yttrandet slutsatserna konferensen
    toppmötet seminariet pressträffen anmälan ansökan ansökningarna strategin handlingsplanen
    utskottet kommittén kommissionen delegationen rådet förhandlingarna diskussionen initiativet
    reformen reformerna undantaget undantagen gruppen grupperna områdena området verksamheten
    verksamheterna systemet modellen versionen tiden perioden året dagen veckan månaden
    resultatet undersökningen studien flytten dialogerna beslutsfattandet skrivelsen
    redovisningen delredovisningen slutredovisningen ersättningen tjänsten utbildningen
    evenemanget deltagarna landet länderna parterna staten ordföranden domen domstolen
    målsättningen inriktningen överenskommelserna kravet kraven skyldigheten möjligheten rätten
    tillståndet boken listan tabellen figuren kapitlet avsnittet bilagan texten dokumentet
    ordningen priset prisutdelningen tävlingen byggnaden huset hen personen personerna barnet
    eleven brottet straffet skatten avgiften avgifterna ändamålet syftena fonden lagrådsremissen
    lagförslaget lagförslagen lagstiftningen regelverket regeringsbeslutet ministermötet
    sammanträdet samtalet samtalen temat ämnet ärendet ärendena befattningen posten uppropet
    utlysningen evenemangen kampanjen enheten kansliet sekretariatet utställningen plattformen
    utvärderingen uppföljningen översynen kartläggningen analysen föreskriften föreskrifterna
    tilläggsdirektivet tilläggsdirektiven utredningstiden utskicket invigningen ceremonin
    premiären middagen lunchen frukosten mässan turen rundresan vistelsen slutrapport delrapport
    slutredovisning delredovisning återrapportering remissvar rapport genomförandet reglementet
    policyn taxan budgeten stadgan riktlinjerna hjälpen kön köerna platsen lokalerna sidan
    författningsändringarna författningsförslagen förordningsändringarna konventionen fördraget
    protokollet kongressen meddelandet undergrupperna pilotverksamheten tilläggsuppdraget
    delegaterna samråden samrådet deltagandet avgörandet statsbesöket förutsättningarna krigen
    kriget krisen pandemin mandatet mandatperioden rapporterna handlingarna underlaget
    """.split()
)
"""Definite nouns that point back to what was just said, unless words after them say which."""

ANSWERING_TITLES = {
    "plan": "planen",
    "strategi": "strategin",
    "budget": "budgeten",
    "taxa": "taxan",
    "policy": "policyn",
    "program": "programmet",
    "riktlinjer": "riktlinjerna",
    "stadga": "stadgan",
    "analys": "analysen",
    "reglemente": "reglementet",
    "föreskrifter": "föreskrifterna",
    "regler": "reglerna",
    "bestämmelser": "bestämmelserna",
}
"""How the name of a kind of document ends, and its definite form."""

SAID_BY_THE_TITLE = {
    "uppdraget": "",
    "betänkandet": "",
    "promemorian": "",
    "propositionen": "",
    "lagrådsremissen": "",
    "skrivelsen": "",
    "strategin": "",
    "handlingsplanen": "",
    "överenskommelsen": "",
    "avtalet": "",
    "remissvaren": "på",
    "remissen": "",
    "förslaget": "i",
    "förslagen": "i",
    "lagändringarna": "i",
    "lagändringen": "i",
    "ändringarna": "i",
    "ändringen": "i",
    "författningsändringarna": "i",
    "författningsförslagen": "i",
    "förordningsändringarna": "i",
    "lagförslagen": "i",
    "bestämmelserna": "i",
    "reglerna": "i",
}
"""Nouns that the title of the document explains, and the preposition between: "i ”…”"."""

EMPTY_HEADINGS = frozenset(
    """
    inledning bakgrund sammanfattning kontakt presskontakt fakta innehåll övrigt allmänt bilaga
    bilagor referenser källor ordförklaringar definitioner relaterat genvägar länkar ansvarig
    ansvariga syfte mål kontaktuppgifter beslut akut begrepp utgångspunkter
    förord läget uppföljning ansvar planen programmet kapitlet avsnittet
    """.split()
)

MAYBE_NAMES = tuple(
    "verket myndigheten styrelsen rådet institutet inspektionen ministeriet kommissionen".split()
)
"""Endings of words that may be the name of an authority, or the word for one."""

KNOWN_TO_ALL = frozenset("regeringen riksdagen staten kommunen polisen kungen fullmäktige".split())
"""Definite nouns that mean the same in every document."""

SAY_WHICH = frozenset("om med mellan mot som att kring för".split())
"""Words after a bare definite noun that say which one is meant."""

NUMBER_WORDS = frozenset(
    """
    två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton tjugo trettio
    """.split()
)

PLACE_VERBS = frozenset(
    """
    finns ligger hålls hölls byggs byggdes planeras öppnar öppnas invigs invigdes arrangeras
    anordnas genomförs genomfördes startar inleds äger sker placeras bor fanns låg
    """.split()
)

MONEY_VERBS = frozenset(
    """
    avsätter avsatte satsar satsade anslår tillförs tilldelas tilldelades får fick bidrar betalar
    investerar avsätts avsattes satsas fördelas anslås beviljas beviljades fördelar ger gav lämnar
    skjuter stöder stödjer
    """.split()
)

ACTIVE_OF_PASSIVE = {
    "väljs": "väljer",
    "leds": "leder",
    "prövas": "prövar",
    "fastställs": "fastställer",
    "bekostas": "bekostar",
    "ägs": "äger",
    "drivs": "driver",
    "utses": "utser",
    "betalas": "betalar",
    "granskas": "granskar",
    "samordnas": "samordnar",
    "tillsätts": "tillsätter",
    "anordnas": "anordnar",
    "arrangeras": "arrangerar",
}

CONTENT_VERBS = frozenset("beskriver omfattar innehåller reglerar anger bestämmer visar".split())
"""Verbs whose object is what a text or a plan is about."""

WITH_PREPOSITION = re.compile(
    r"((?:anpassas|användas|bidra|leda|syfta) till|(?:bygga|baseras) på|(?:präglas|omfattas) av) \w"
)
"""Infinitives that are asked about with their preposition last: "Vad ska … anpassas till?"."""

DUTY_VERBS = frozenset(
    """
    ansvarar beslutar leder samordnar utser prövar svarar fastställer granskar kontrollerar
    förvaltar bekostar finansierar handlägger beviljar meddelar underhåller driver äger
    tillsätter förbereder
    """.split()
)

WITH_OBJECT = frozenset(
    """
    analysera utreda kartlägga redovisa föreslå bedöma undersöka beskriva presentera erbjuda
    prioritera utvärdera granska lämna främja
    """.split()
)
"""Infinitives that ask for all that follows them: "Vad ska nämnden redovisa?"."""

ASIDE = re.compile(r"\b(?:bland annat|bl\. ?a\.?|uppskattningsvis|till exempel|t\.ex\.) ")
NOW = re.compile(
    r"\b(?:i stället|sedan(?= \w+[ant]\b)(?! den\b)|i år|i dag|i morgon|i går|i kväll"
    r"|för närvarande|hittills|just nu)\b"
)
EXAMPLES = re.compile(
    r", (?:till exempel|exempelvis|bland annat|oftast|vanligen|främst|framför allt|särskilt)\b[^,]*"
)
"""What can be left out of a sentence that is asked about."""
FURTHER_CLAUSE = re.compile(
    r", (?:och|men|som|vilket|där|samt|vilka|varav|så|för att|medan|när|enligt)\b"
)
