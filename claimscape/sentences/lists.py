"""Word lists that the reading of a page rests on: abbreviations, words that begin sentences, section labels, words of buttons.

English first, the commonest German and French abbreviations beside.
"""


def _lines(text: str) -> frozenset[str]:
    return frozenset(entry.strip() for line in text.strip().splitlines() for entry in line.split(" | "))


# A full stop after one of these never ends a sentence: what they belong to follows.
BOUND = frozenset(
    """dr mr mrs ms mx prof rev hon gen col capt cpt lt sgt sen rep gov messrs mme mlle drs dipl fr srta e.g i.e eg ie cf viz
    vs v i.v i.m approx ca circa resp incl excl esp bzw vgl evtl""".split()
)
# No end before a number, and elsewhere only before a word that begins sentences.
COUNTED = frozenset(
    """no nos nr pp p vol vols fig figs eq eqs sec sect sects ch chap art tab ref refs bd ed eds para §§ § jan feb mar apr
    jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun""".split()
)
# Of those, the ones that are words too ("No. You must not."), so that only a number after them holds the sentence together.
COUNTED_WORDS = frozenset(("no", "sun", "sat", "mar", "art", "ref", "fig", "sec"))
# An end only before a word that begins sentences.
OPEN = frozenset(
    """etc al inc ltd co corp llc plc gmbh jr sr st ste mt ft ave blvd rd dept univ assn bros est min max hr hrs wk wks mo
    mos yr yrs tel ext ph d govt intl natl ibid suppl""".split()
)
STARTERS = frozenset(
    """the a an this that these those it its he she they we i you his her their our your my there here in on at for from with
    as after before during while when where who what why how which if although though but and so or because since until
    once however moreover furthermore additionally overall finally thus therefore hence then also still yet nor neither
    both each every all some many most several few other others another such no not only one two three first second third
    by to under using given despite unlike like according is are was were can may do does did let see please note people
    patients participants researchers studies research results treatment therapy""".split()
)
SECTIONS = _lines("""
abstract | background | introduction | objective | objectives | aim | aims | purpose | rationale | context | importance
design | setting | participants | patients | subjects | intervention | interventions | exposure | method | methods
materials and methods | methodology | main outcome measures | main outcomes and measures | outcomes | measurements
data sources | study selection | results | findings | main results | discussion | interpretation | limitations
conclusion | conclusions | conclusions and relevance | significance | implications | relevance | trial registration
registration | funding | study design | design and methods
""")
BIBLIOGRAPHY = _lines("""
references | reference list | bibliography | works cited | literature | literature cited | citations | sources
further reading | selected references | key references | references and notes | notes and references | cited works
selected bibliography
""")
BUTTONS = _lines("""
share | share this | share this post | share this article | share on facebook | share on twitter | share via email
tweet | facebook | twitter | x | linkedin | pinterest | whatsapp | reddit | telegram | instagram | youtube | tiktok
email | e-mail | print | copy link | save | bookmark | like | follow | follow us | menu | main menu | home | search
log in | login | sign in | sign up | register | subscribe | subscribe now | newsletter | contact | contact us | about us
advertisement | ad | sponsored | sponsored content | skip to content | skip to main content | skip to navigation
back to top | top | back | leave a comment | leave a reply | post comment | reply | comments | no comments | 0 comments
loading | loading... | loading… | toggle navigation | close | cookie settings | cookies | manage cookies | accept
accept all | accept cookies | reject all | decline | privacy | privacy policy | terms of service | terms of use
terms and conditions | cookie policy | all rights reserved | all rights reserved. | donate | shop | cart | my account
sitemap | rss | download pdf | view pdf | pdf | full text | book now | book an appointment | get started | show more
see more | load more | click here | table of contents | contents | in this article | on this page
""")
STEPS = _lines("""
previous | next | prev | previous post | next post | previous article | next article | previous page | next page
older posts | newer posts | older | newer | older post | newer post | previous story | next story | previous chapter
next chapter | up next
""")
RELATED = _lines("""
read more | read next | read also | related | related posts | related articles | related content | related stories
related reading | you may also like | you might also like | you may also be interested in | recommended
recommended for you | recommended reading | more stories | more articles | recent posts | recent articles | latest posts
latest articles | latest news | popular posts | most read | most popular | trending | trending now | what to read next
more on this topic | more like this | similar articles | keep reading
""")
