"""Read a bundled protocol, print its synopsis, and see what a changed dose does to its hash."""

from gaddum.protocol import explain, load, parse, protocol_hash, source_text

protocol = load("ketamine-naltrexone")
print(explain(protocol))

text = source_text("ketamine-naltrexone")
halved = parse(text.replace("0.5 mg/kg over 40 min", "0.25 mg/kg over 40 min"))
print("as bundled:      ", protocol_hash(protocol)[:12])
print("half the ketamine:", protocol_hash(halved)[:12])
