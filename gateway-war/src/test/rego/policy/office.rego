# A policy of an operator's own, for tests: as the platform's, but for three users of whom it decides otherwise.
package um.authz

default allow := false

allow if {
	some role in input.roles
	data.um.roles[role][input.action]
	input.user != "mallory"
}

allow if {
	input.tenant == data.um.operator
	"admin" in input.roles
	data.um.operators[input.action]
}

allow if input.user == "victor"

# Comes to no end in any time that somebody waits for.
allow if {
	input.user == "sloth"
	count([i | some i in numbers.range(1, 20000); some j in numbers.range(1, 20000); i * j < 0]) == 0
}

decision := {"allow": allow, "reason": "by the office's policy", "limited": false}
