### How amounts, rates, dates and spans are put together. Digits, month names and separators come from ICU.

## Money. Where the symbol stands: Unicode CLDR, currencyFormats. `money-spaced` is for symbols that end in a letter.

money-touching = { $symbol }{ $amount }
money-spaced = { $symbol }{ "\u00A0" }{ $amount }
money-minus = −

## Symbols. Source: Unicode CLDR, currencies (en). A currency that is not here is written by its ISO 4217 code.

currency-AUD = A$
currency-BRL = R$
currency-CAD = CA$
currency-CNY = CN¥
currency-EUR = €
currency-GBP = £
currency-HKD = HK$
currency-ILS = ₪
currency-INR = ₹
currency-JPY = ¥
currency-KRW = ₩
currency-MXN = MX$
currency-NZD = NZ$
currency-PHP = ₱
currency-TWD = NT$
currency-USD = $
currency-VND = ₫
currency-XAF = FCFA
currency-XOF = F CFA
currency-XPF = CFPF

## Rates

percent = { $number }%

## Dates and spans

date-between = between { $from } and { $to }
age-now = now
age-minutes = { $n } min
age-hours = { $n } h
age-days = { $n } d
ago-now = just now
ago-seconds = { $count ->
    [one] { $count } second ago
   *[other] { $count } seconds ago
}
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
span-seconds = { $s } s
span-minutes = { $m } min { $s } s
span-hours = { $h } h { $m } min
span-days = { $d } d { $h } h { $m } min
