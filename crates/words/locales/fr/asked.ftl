### Ce qui est demandé aux donateurs, outre le nom et le montant.

tribute-title = En l’honneur ou à la mémoire de quelqu’un
tribute-text = Seulement si vous le souhaitez. Personne n’est prévenu tant que vous n’écrivez pas d’adresse e-mail ici.
tribute-kind = Ce don est fait
tribute-none = Au nom de personne en particulier
tribute-honor = En l’honneur de quelqu’un
tribute-memory = À la mémoire de quelqu’un
tribute-kind-needed = Choisissez si le don est fait en l’honneur ou à la mémoire de quelqu’un, ou videz les champs ci-dessous.
tribute-name = Son nom
tribute-name-needed = Écrivez à qui le don est dédié, en 120 caractères au plus.
tribute-email = Qui prévenir : son adresse e-mail
tribute-email-hint = Un seul message part une fois le don arrivé. Il dit qui a donné, sauf si vous cachez votre nom.
tribute-email-needed = Écrivez l’adresse e-mail de la personne à prévenir, ou videz le nom et le message.
tribute-to = Nom de la personne prévenue
tribute-message = Votre message pour elle
tribute-message-hint = 500 caractères au plus, sans lien.
tribute-no-links = Retirez les adresses web : ce message part sans lien.
tribute-too-many = { $count ->
    [one] Un seul avis par jour part pour un même donateur. Laissez l’adresse vide pour donner sans avis.
   *[other] Au plus { $count } avis par jour partent pour un même donateur. Laissez l’adresse vide pour donner sans avis.
}
tribute-amount = Lui dire combien j’ai donné
tribute-row = Au nom de
tribute-notice = Avis
tribute-of-honor = En l’honneur de { $name }
tribute-of-memory = À la mémoire de { $name }
tribute-will-tell = { $email } sera prévenu une fois le don arrivé.
tribute-told = { $email } a été prévenu par e-mail.
tribute-held = { $email } n’a pas été prévenu : trop d’avis sont partis ce jour-là.
mail-tribute-subject-honor = Un don en l’honneur de { $name }
mail-tribute-subject-memory = Un don à la mémoire de { $name }
mail-tribute-lead-honor = { $donor } a fait un don à { $nonprofit } en l’honneur de { $name }, pour « { $campaign } ».
mail-tribute-lead-memory = { $donor } a fait un don à { $nonprofit } à la mémoire de { $name }, pour « { $campaign } ».
mail-tribute-amount = Le don est de { $amount }.
mail-tribute-wrote = { $donor } vous a écrit :
mail-tribute-why = Vous recevez ce seul message parce que { $donor } a demandé à { $nonprofit } de vous prévenir. Votre adresse ne sert à rien d’autre.
mail-tribute-questions = Questions : { $email }
job-tribute-mail = Prévenir d’un don dédié

asked-title = Ce que demande la loi
asked-text = Le pays de l’association le demande aux donateurs. Seuls l’association et l’exploitant de ce serveur le lisent.
asked-receipt = Je veux un reçu pour mes impôts
asked-for-receipt = Nécessaire pour un reçu fiscal.
asked-example = Par exemple { $example }.
asked-tick = Cochez cette case pour donner.
asked-declared = Déclaré
asked-no-number = Ce numéro n’existe pas. Vérifiez-le ; il ressemble à { $example }.
asked-no-number-plain = Écrivez le numéro, de 4 à 30 lettres et chiffres.

gift-aid-title = Gift Aid
gift-aid-why = Si vous payez des impôts au Royaume-Uni, l’association peut en réclamer 25 pence pour chaque livre donnée. Cela ne vous coûte rien de plus.
gift-aid-none = Sans Gift Aid
gift-aid-this = Gift Aid pour ce don
gift-aid-all = Gift Aid pour ce don et tous les suivants
gift-aid-statement-gift = Je veux que { $nonprofit } réclame le Gift Aid pour ce don. Je paie des impôts au Royaume-Uni et je comprends que si mon impôt sur le revenu et sur les plus-values est cette année fiscale inférieur à ce que toutes les associations réclament pour mes dons, je dois payer la différence.
gift-aid-statement-all = Je veux que { $nonprofit } réclame le Gift Aid pour ce don et pour tous ceux que je fais à partir d’aujourd’hui, jusqu’à ce que je retire cette déclaration. Je paie des impôts au Royaume-Uni et je comprends que si mon impôt sur le revenu et sur les plus-values est une année fiscale inférieur à ce que toutes les associations réclament pour mes dons de cette année, je dois payer la différence.
gift-aid-needed = pour le Gift Aid
gift-aid-field-title = Titre
gift-aid-field-first = Prénom
gift-aid-field-last = Nom
gift-aid-field-house = Nom ou numéro de la maison
gift-aid-field-address = Adresse du domicile : rue et ville
gift-aid-field-postcode = Code postal du domicile
gift-aid-postcode-wrong = Écrivez un code postal britannique, comme SW1A 1AA.
gift-aid-covered = Votre déclaration de Gift Aid du { $date } couvre ce don. Vous pouvez la retirer sur la page d’un don précédent.
gift-aid-declared = Déclaré le { $date } : { $statement }
gift-aid-withdrawn = Votre déclaration de Gift Aid a été retirée le { $date }.
gift-aid-withdraw = Retirer la déclaration
gift-aid-withdraw-text = Dites à l’association de ne plus réclamer, par exemple parce que vous ne payez plus d’impôts au Royaume-Uni. Ce qu’elle couvrait jusqu’ici demeure ; aucun don suivant n’est couvert.
gift-aid-ref = Référence de l’association auprès du HMRC
gift-aid-ref-hint = Dans la lettre du HMRC qui reconnaît l’association, par exemple XR12345. Le Gift Aid est alors proposé à qui donne en livres.
gift-aid-ref-wrong = Une référence a une ou deux lettres et cinq chiffres au plus, comme XR12345.
gift-aid-settings-text = Pour les associations que le HMRC reconnaît. Videz le champ pour ne plus rien demander.
gift-aid-text = Les dons dont le donateur a déclaré le Gift Aid, et ce qui en a été réclamé. Le fichier d’une demande a les colonnes du tableau du HMRC pour Charities Online ; la demande elle-même se fait là-bas.
gift-aid-off-title = Le Gift Aid n’est pas proposé
gift-aid-off-text = Écrivez d’abord la référence du HMRC dans les paramètres.
gift-aid-more = { $count ->
    [one] Une demande prend { $count } don ; le reste vient avec la suivante.
   *[other] Une demande prend { $count } dons ; le reste vient avec la suivante.
}
gift-aid-next = La prochaine demande
gift-aid-claimable = Dons pour lesquels réclamer
gift-aid-close = Clore une demande
gift-aid-closed = La demande est close. Son tableau est dans la liste.
gift-aid-nothing = Il n’y a aucun don pour lequel réclamer.
gift-aid-claims = Demandes
gift-aid-claim = Demande { $number }
gift-aid-schedule = Tableau (CSV)
gift-aid-closed-on = Close le
gift-aid-back-title = Réclamés, et rendus depuis
gift-aid-back-text = Le HMRC doit être prévenu des dons rendus : corrigez le montant là-bas avec votre prochaine demande.
act-gift-aid-close = A clos une demande de Gift Aid
act-gift-aid-export = A exporté un tableau de Gift Aid

receipt-form = Forme du don
receipt-form-manual = Déclaration de don manuel
receipt-nature = Nature du don
receipt-nature-money = Numéraire
receipt-paid-by = Mode de versement
receipt-paid-card = Carte bancaire
receipt-aid = Déclaré
receipt-no-aid = Non déclaré
receipt-in-words = Montant en lettres
receipt-us-no-goods = Aucun bien ni service n’a été fourni en échange de cette contribution.
receipt-us-political = Les contributions à ce comité ne sont pas déductibles de l’impôt fédéral sur le revenu.
receipt-fr-no-address = Un reçu pour l’impôt français porte l’adresse postale du donateur ; celui-ci n’en a pas.

logo-title = Logo
logo-text = Il figure désormais en tête des reçus et des relevés annuels. Une image PNG, JPEG ou WebP ; les plus larges conviennent le mieux.
logo-file = Image
logo-none = Aucun pour l’instant.
logo-now = Actuel
logo-open = Voir le logo
logo-keep = Mettre sur les reçus
logo-take-away = Retirer
logo-kept = Le logo figure désormais sur les reçus.
logo-taken = Les reçus ne portent plus de logo.
act-logo-change = A changé le logo

statement-title = Relevé des dons { $year }
statement-text = Ce que vous avez donné à { $nonprofit } en { $year }. Chaque don a son propre reçu ; ce relevé n’en remplace aucun.
statement-so-far = L’année n’est pas finie : voici ce qui a été donné jusqu’au { $date }.
statement-receipt = Reçu
statement-kept = Conservé
statement-file = releve
statement-open = Relevé annuel { $year }
statements-none = Vous n’avez encore rien donné ici.
statements-title = Mes dons
statements-gifts = { $count ->
    [one] { $count } don
   *[other] { $count } dons
}
mail-statement-subject = Ce que vous avez donné à { $nonprofit } en { $year }
mail-statement-lead = Merci pour ce que vous avez donné à { $nonprofit } en { $year }. Le relevé de l’année accompagne ce message ; gardez-le avec les reçus pour votre déclaration d’impôts.
job-statement-mail = Envoyer un relevé annuel
