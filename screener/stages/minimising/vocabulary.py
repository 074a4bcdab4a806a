"""Words that are no names, and names that are words as well. Small letters, without accents."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


PARTICLES = _words(
    "de del della dello degli di da das do dos du des d van von vom zu zur zum der den het ter ten te la le las los "
    "lo bin ibn ben bint al el ul ud abu af av y e i a o san santa st saint mac mc dal dalla op "
)
"""Small words inside names."""

TITLES = _words("dr prof professor mr ms mrs mx sir dame rev herr frau ing dipl mag doctor")
CREDENTIALS = _words(
    "phd ph.d dphil md m.d msc m.sc bsc b.sc ba b.a ma m.a mba jr jr. sr sr. ii iii iv esq ieee acm frs dvm rn mph "
    "llm jd member fellow senior student professor dr prof "
)
"""What may stand behind a name in a byline and is no name."""

NO_NAME = _words(
    "abstract summary introduction conclusion conclusions discussion results methods background appendix contents "
    "keywords keyword index terms draft version preprint manuscript submitted submission working paper papers "
    "report reports technical jan feb mar apr jun jul aug sep sept oct nov dec january february march july august "
    "september october november december monday tuesday wednesday thursday friday saturday sunday confidential "
    "anonymous authors author under review accepted published proceedings conference workshop symposium journal "
    "transactions letters volume issue number pages page chapter section part figure table thesis dissertation "
    "bachelor master masters doctor doctoral degree philosophy science sciences requirements fulfillment fulfilment "
    "partial supervisor supervisors advisor adviser committee examiner co-supervisor professor copyright rights "
    "reserved license licence creative commons arxiv email e-mail correspondence corresponding contact address "
    "equal contribution contributed contributions equally current present affiliation affiliations orcid http https "
    "www available online received revised international national european american advances notes lecture series "
    "open access article research review supplementary supporting information internal external document white "
    "position policy brief memo memorandum the of for with without from into on in to by at as an is are was were "
    "be this that these those we our us you your they their it its and or not no nor but if then than when where "
    "which who what how why can may might must shall should will would between across through over under after "
    "before towards toward against about via using based beyond all some any each every both more most less least "
    "few many much new novel "
)
"""Words that stand at the head of papers and in no name."""

_TITLE_WORDS = """
ability access accurate action active adaptive adversarial agent agents algorithm algorithms alignment analysis analytical and
annual answer approach approaches approximate architecture artificial aspects assessment attack attacks attention audit
augmented automated automatic automatically autonomous aware bayesian behavior behaviour benchmark benchmarks best better bias
big biological biology black bound bounds brain building capabilities capability case causal cell cells challenge challenges
change channel chemical chemistry circuit city class classification clinical clustering code cognitive collaborative
communication comparative comparing comparison complex complexity compression computation computational computer computers
computing concepts constrained context continuous control cost crystal culture curves cyber data dataset datasets decision
decoding deep defense defence delta density design detecting detection developing development device devices diffusion digital
dimension disease distributed distribution domain drug dynamic dynamics early economic economics ecosystem education effect
effective effects efficiency efficient elastic electron embedding emergence emergent empirical energy engine engineering
ensemble environment environmental error estimates estimating estimation ethics evaluating evaluation evidence evolution
evolutionary evolving example examples experimental experiments explainable explaining exploration exploring extraction
failure fair fairness fast feature features federated feedback few field fields financial finding first flow fluid food forest
form formal foundation foundations framework free frequency from frontier function functional functions fusion future game
games gene general generalization generating generation generative genetic genome global good gradient graph graphs guide hard
hardware health heat hidden hierarchical high history home human humans hybrid identification identifying image images impact
implementation improved improving in-context incident inference influence information input insights integrated integrity
intelligence intelligent interaction interactive interpretability interpretable introduction investigation jailbreak kernel
knowledge language languages large latent law layer layers learned learning lessons level life light limits linear link little
living local logic long loss low machine machines management mapping market mass material materials matter means measurement
measuring mechanism mechanisms mechanistic medical medicine memory meta method methods metric mind mixture mobile modal mode
model modeling modelling models modern modular modules molecular monitoring motion motor multi multiple natural nature network
networks neural new next noise non nonlinear note number numerical object observation ocean on-line one online ontology open
optical optimal optimization optimisation oracle order organic outlook overview parallel parameter parameters path pattern
patterns perception performance perspective perspectives phase physical physics place plan planning plant point policies
policy polymer population power practical practice practices prediction predicting predictive preliminary pressure principles
prior privacy private probabilistic probability problem problems process processes processing production program programming
programs progress project projects prompt proof properties protein protocol protocols public quality quantitative quantum query
question questions random rate rational reading real reasoning recent recognition recommendation recurrent red reduction
regression regularization reinforcement relation relations reliability reliable remote representation representations response
responsible retrieval review reward risk risks river road robot robotics robots robust robustness role rules safe safety sample
sampling scalable scale scaling scenario scene schemes search second secure security selection self semantic sensing sensor
sensors sequence sequences server set shape shift short signal signals similarity simple simulation simulations single site
small social society soft software soil solar some sound source sources space sparse spatial special spectral speech speed
stability stable state states statistical statistics stochastic storage stories strategies strategy stream strong structure
structured structures studies study style sub supervised supply support surface survey surveys sustainable synthesis synthetic
system systems target task tasks teaching team technical technique techniques technologies technology tensor term test testing
tests text theoretical theory thermal thinking threat time toolkit tools topic topology toward towards tracking traffic train
training transfer transformation transformer transformers transport tree trees trends trust tuning two type uncertainty
understanding unified uniform universal unlearning unsupervised update urban use user users using validation value variable
variational vector verification video virtual vision visual visualization voice vulnerability water wave weak web weight
weights wind work world years zero office windows microsoft word google latex hyperref python docx writer libreoffice openoffice
overleaf pandoc acrobat adobe apple pages unknown default admin administrator owner root template project library
harbour lake mountain island north south east west northern southern eastern western
"""
COMMON = NO_NAME | _words(_TITLE_WORDS)
"""Words of titles and headings: a run of them in capitals is a title and nobody."""

ALSO_WORDS = _words(
    # given and family names that are words
    "mark will grace rose joy hope faith bill frank ray art may june april august dawn eve iris ivy lily daisy "
    "violet olive pearl ruby amber jade crystal summer autumn sky rob bob pat sue drew chase grant wade miles max "
    "sage reed heath cliff dale glen lane forest brook sandy rusty rich earnest gene jack john young long short "
    "brown white black green gray grey king prince bishop pope day knight page church hill wood woods field fields "
    "stone rivers lake marsh moore bell ball cook baker carter mason miller smith taylor turner walker fisher "
    "hunter archer potter porter parker butler clerk farmer shepherd weaver case chance chase cross fox wolf bird "
    "fish lamb bull lion swan crane finch love power price rice pepper sun sung song son kim park lee bay hall "
    "house street wall waters winter frost snow rain cloud little small big strong wise best good goodman sharp "
    "bright early star major minor law bond post read low hung hand head foot legg beard key keys gates banks "
    "silver gold diamond ho he an do to in so be oh my go as us or on at is it no an am pan can ban sang sing long "
    "tang tong wing wang china france england holland german french english israel jordan georgia paris london "
    "sydney austin dallas houston madison jackson lincoln washington berlin milan florence vienna chelsea virginia "
    "carolina savannah india asia africa america "
    # methods, models, units and people whom methods are named after
    "adam bert ernie elmo claude gemini llama alpaca vicuna gemma sam ada dora lora newton gauss bayes markov "
    "turing nash shapley kalman hilbert fourier laplace euler cauchy bernoulli poisson pascal fermi dirac bohr "
    "schrodinger einstein planck curie hertz watt volt ohm faraday tesla kelvin celsius hawking lorenz lorentz "
    "hamilton lagrange hesse jacobi riemann lebesgue banach sobolev green stokes navier reynolds boltzmann gibbs "
    "helmholtz maxwell carlo monte student pearson spearman kendall wilcoxon bonferroni fisher cohen cox pareto "
    "arrow hopfield kolmogorov smirnov lipschitz wasserstein frobenius cholesky gram schmidt krylov chebyshev "
    "legendre hermite bessel taylor runge kutta hebb pavlov darwin mendel crick watson alzheimer parkinson wilson "
    "huntington crohn down moore metcalf goodhart campbell occam hume kant plato godel church boole haskell julia "
    "ruby perl swift rust java python django flask jenkins dijkstra bellman ford kruskal viterbi huffman shannon "
    "nyquist wiener hamming levenshtein jaccard dice mahalanobis manhattan voronoi delaunay mandelbrot langevin "
    "ising potts hubbard metropolis hastings rademacher vapnik xavier kaiming nesterov sinkhorn hodge gini zipf "
    "winograd eliza alice eve "
)
"""Names that mean something else too: alone they are left, with more of the name, or as a citation, taken."""

SYMBOLS = _words(
    "he li be ne na mg al si cl ar ca sc ti cr mn fe co ni cu zn ga ge as se br kr rb sr zr nb mo tc ru rh pd ag cd "
    "in sn sb te xe cs ba la ce pr nd pm sm eu gd tb dy er tm yb lu hf ta re os ir pt au hg tl pb bi po at rn fr ra "
    "ac th pa np pu am cm bk cf es fm md no lr ml ai tv uk us eu un it id ip os pc vr ar db api we or if is an am "
    "so do go my to of on at by up me ok vs "
)
"""Names of two letters that are symbols or words."""

MAILBOXES = _words(
    "info contact support office admin mail team press hello help security research lab group sales editor editors "
    "author authors noreply no-reply webmaster postmaster student students firstname lastname first last name user "
    "username example "
)
"""Mailboxes that name nobody."""
