"""Paragraphs on matters that the corpus has nothing to do with: cooking, law, sport, travel and the like."""

PARAGRAPHS = (
    "Soak the dried chickpeas overnight in plenty of water, then simmer them with a bay leaf until they are soft. "
    "Drain, and keep a cup of the liquid for the sauce.",
    "Beat the egg whites until they hold a peak and fold them gently into the batter. Bake in the middle of the "
    "oven until the top is golden and a skewer comes out clean.",
    "A good stock needs time and no salt. Roast the bones first, add onions and carrots, and skim the surface "
    "during the first half hour.",
    "Knead the dough for ten minutes and let it rise under a damp cloth. When it has doubled, shape two loaves and "
    "let them rest again before baking.",
    "The tenant may terminate the lease with three months' notice in writing. Rent paid in advance for the period "
    "after termination shall be returned within thirty days.",
    "The court held that the seller had not disclosed the defect and that the buyer could therefore rescind the "
    "contract. Damages for the delay were refused.",
    "An heir who renounces the estate is treated as if he had not survived the deceased. The share passes to the "
    "next in line under the law of succession.",
    "Parking fines must be paid within two weeks. An appeal suspends the payment until the district court has ruled "
    "on the matter.",
    "The home side went ahead after twenty minutes with a header from a corner. Their goalkeeper saved a penalty "
    "shortly before the final whistle.",
    "She won the marathon in wet conditions, two minutes ahead of the favourite, who dropped out at the thirtieth "
    "kilometre with a sore knee.",
    "The doubles final lasted almost four hours and was decided in the fifth set. Rain had interrupted play twice "
    "during the afternoon.",
    "Young players should train both feet from the start and play small-sided games, in which everybody touches the "
    "ball often.",
    "The ferry leaves the island twice a day in summer and takes about ninety minutes. From the harbour a footpath "
    "climbs to the old lighthouse.",
    "Book a room in the old town, where the streets are quiet at night. The cathedral is free in the morning and "
    "crowded after eleven.",
    "The train crosses the pass on a viaduct with eleven arches. Sit on the right for the view of the glacier and "
    "the lake below.",
    "In spring the valley fills with cherry blossom, and guest houses ask for bookings months ahead. Bring warm "
    "clothes for the evenings.",
    "Prune roses in late winter, when the buds swell. Cut above a bud that points outwards, and remove dead wood "
    "down to the base.",
    "The sonata opens with a slow introduction in a minor key. Its second movement is a set of variations on a folk "
    "song that the composer had heard as a child.",
    "The painting shows a woman reading a letter by a window. The light falls from the left, as in most of the "
    "artist's interiors of that decade.",
    "House prices in the suburbs rose by four per cent last year, while rents in the centre hardly changed. Estate "
    "agents expect a quiet autumn.",
    "The parish register lists nine baptisms and four burials in 1742. Several families had moved to the port after "
    "the failed harvest of the year before.",
    "Our cat sleeps all day on the kitchen radiator and wakes at six to ask for food. The vet says that she should "
    "lose half a kilo.",
    "Check the tension of the bicycle chain once a month and oil it after riding in the rain. Worn brake pads "
    "should be replaced in pairs.",
    "The choir rehearses on Tuesday evenings in the town hall. New basses are welcome; reading music is helpful and "
    "not required.",
)
