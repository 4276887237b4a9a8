### Montants, taux, dates et durées. Les chiffres, les noms de mois et les séparateurs viennent d’ICU.

## Montants. Place du symbole : Unicode CLDR, currencyFormats.

money-touching = { $amount }{ "\u00A0" }{ $symbol }
money-spaced = { $amount }{ "\u00A0" }{ $symbol }
money-minus = −

## Symboles. Source : Unicode CLDR, currencies (fr). Une devise absente s’écrit par son code ISO 4217.

currency-ARS = $AR
currency-AUD = $AU
currency-BRL = R$
currency-CAD = $CA
currency-CLP = $CL
currency-COP = $CO
currency-EUR = €
currency-GBP = £GB
currency-ILS = ₪
currency-INR = ₹
currency-KRW = ₩
currency-MXN = $MX
currency-NZD = $NZ
currency-SGD = $SG
currency-USD = $US
currency-UYU = $UY
currency-VND = ₫
currency-XAF = FCFA
currency-XOF = F CFA
currency-XPF = FCFP

## Taux

percent = { $number }{ "\u00A0" }%

## Dates et durées

date-between = entre { $from } et { $to }
age-now = maintenant
age-minutes = { $n } min
age-hours = { $n } h
age-days = { $n } j
ago-now = à l’instant
ago-seconds = { $count ->
    [one] il y a { $count } seconde
   *[other] il y a { $count } secondes
}
ago-minutes = { $count ->
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
ago-hours = { $count ->
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
ago-days = { $count ->
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}
span-seconds = { $s } s
span-minutes = { $m } min { $s } s
span-hours = { $h } h { $m } min
span-days = { $d } j { $h } h { $m } min
