// The inside of a payment element. Card details stay in this frame: the page around it gets a token.

const at = (id) => document.getElementById(id);
const names = {
  card: "Card", link: "Link", ideal: "iDEAL", bancontact: "Bancontact", klarna: "Klarna", paypal: "PayPal",
  sepa_debit: "SEPA Direct Debit",
};
const digits = (text) => text.replace(/\D/g, "");

let host = null;
let origin = null;

// Wrong in itself, before anybody is asked; in Stripe's words.
function wrongCard() {
  const number = digits(at("number").value);
  let sum = 0;
  [...number].reverse().forEach((digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  if (number.length < 14) return ["incomplete_number", "Your card number is incomplete."];
  if (sum % 10) return ["invalid_number", "Your card number is invalid."];
  const expiry = digits(at("expiry").value);
  if (expiry.length < 4) return ["incomplete_expiry", "Your card's expiration date is incomplete."];
  if (Number(expiry.slice(0, 2)) < 1 || Number(expiry.slice(0, 2)) > 12) {
    return ["invalid_expiry_month", "Your card's expiration date is invalid."];
  }
  if (digits(at("cvc").value).length < 3) return ["incomplete_cvc", "Your card's security code is incomplete."];
  return null;
}

function wrong() {
  const kind = at("kind").value;
  if (kind === "card") return wrongCard();
  if (kind === "sepa_debit" && at("iban").value.trim().length < 15) return ["incomplete_iban", "Your IBAN is incomplete."];
  return null;
}

function paper(params) {
  const kind = at("kind").value;
  const given = params.payment_method_data ?? {};
  const data = { ...given, type: kind };
  if (kind === "card") {
    const expiry = digits(at("expiry").value);
    data.card = {
      number: digits(at("number").value),
      exp_month: Number(expiry.slice(0, 2)),
      exp_year: Number(expiry.slice(2)),
      cvc: digits(at("cvc").value),
    };
  }
  if (kind === "sepa_debit") data.sepa_debit = { iban: at("iban").value.replace(/\s/g, "") };
  const all = { payment_method_data: data };
  for (const name of ["return_url", "shipping", "setup_future_usage"]) {
    if (params[name]) all[name] = params[name];
  }
  return all;
}

function say(message) {
  host?.postMessage({ twin: "element", ...message }, origin);
}

function show() {
  const kind = at("kind").value;
  at("card").hidden = kind !== "card";
  at("iban-row").hidden = kind !== "sepa_debit";
  at("sent-away").hidden = !["ideal", "bancontact", "klarna", "paypal"].includes(kind);
  say({ event: "change", complete: wrong() === null, empty: kind === "card" && !at("number").value, value: { type: kind } });
  say({ event: "height", height: document.documentElement.scrollHeight });
}

function refuse([code, message]) {
  at("wrong").textContent = message;
  show();
  return { error: { type: "validation_error", code, message } };
}

async function tokenize({ key, account, params }) {
  const asked = await fetch("/_twin/js/token", {
    method: "POST",
    body: JSON.stringify({ key, account, paper: paper(params) }),
  });
  const answer = await asked.json();
  if (answer.error) {
    at("wrong").textContent = answer.error.message;
    show();
    return { error: answer.error };
  }
  return { confirmationToken: answer };
}

addEventListener("message", async (event) => {
  const ask = event.data;
  if (ask?.twin !== "page") return;
  host = event.source;
  origin = event.origin;
  if (ask.event === "open") {
    for (const kind of ask.kinds) at("kind").append(new Option(names[kind] ?? kind, kind));
    at("kind-row").hidden = ask.kinds.length < 2;
    show();
    say({ event: "ready" });
  }
  if (ask.event === "submit") {
    at("wrong").textContent = "";
    const found = wrong();
    say({ id: ask.id, answer: found ? refuse(found) : { selectedPaymentMethod: at("kind").value } });
  }
  if (ask.event === "tokenize") say({ id: ask.id, answer: await tokenize(ask) });
});

at("form").addEventListener("submit", (event) => event.preventDefault());
at("form").addEventListener("input", show);
at("expiry").addEventListener("input", () => {
  const typed = digits(at("expiry").value);
  if (typed.length > 2) at("expiry").value = `${typed.slice(0, 2)} / ${typed.slice(2, 4)}`;
});
