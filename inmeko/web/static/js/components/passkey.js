// Asks the browser for a passkey and sends its answer with the form around the hidden field.

const decode = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const plain = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

const encode = (buffer) => plain(buffer).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const named = (list) => (list || []).map((item) => ({ ...item, id: decode(item.id) }));

async function create(options) {
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  const { response } = made;
  return {
    id: made.id,
    rawId: encode(made.rawId),
    type: made.type,
    response: {
      attestationObject: encode(response.attestationObject),
      clientDataJSON: encode(response.clientDataJSON),
      transports: response.getTransports ? response.getTransports() : null,
    },
    extensions: JSON.stringify(made.getClientExtensionResults()),
  };
}

async function get(options) {
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
  const used = await navigator.credentials.get({ publicKey });
  const { response } = used;
  return {
    id: used.id,
    rawId: encode(used.rawId),
    type: used.type,
    response: {
      authenticatorData: encode(response.authenticatorData),
      clientDataJSON: encode(response.clientDataJSON),
      signature: encode(response.signature),
      userHandle: response.userHandle ? encode(response.userHandle) : null,
    },
    assertionClientExtensions: JSON.stringify(used.getClientExtensionResults()),
  };
}

const field = document.querySelector("[data-passkey]");

if (field) {
  const ask = field.dataset.passkey === "create" ? create : get;
  ask(JSON.parse(field.dataset.options))
    .then((answer) => {
      field.value = JSON.stringify(answer);
      field.form.submit();
    })
    .catch(() => {
      document.getElementById("passkey-failed").hidden = false;
    });
}
