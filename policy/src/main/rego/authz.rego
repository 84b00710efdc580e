# Who may do what. Asked for each request of the platform's own: decision, always an object of allow, limited and reason.
#
# input.tenant, input.user      who asks; input.roles, input.scopes: what their token says, arrays of text
# input.action                  what they ask for: the id of an operation, or of an act of the hub's
# input.resource                what they ask it of, if it is known: kind, tenant; owner, name and attributes, an object of text, where there are any
# data.um.operator                       the tenant whose admins run the platform
# data.um.roles[role][action]            what a role of every tenant grants: true, or patterns of what it is granted for
# data.um.operators[action]              what is granted to the operator's admins besides: true, or patterns
# data.um.tenants[tenant][role][action]  what a tenant's own role grants, of what its admins may and as far as they may: true, or patterns
#
# A pattern is a resource's name, with its version after an @ or without; or what names begin with and then *; {user} in it is who asks.
# @own is what is theirs. Asked without a resource, what is granted for some is allowed, and limited: it is to be asked again with the resource.
package um.authz

default allow := false

allow if {
	not foreign
	not withheld
	granted
}

default limited := false

limited if {
	allow
	not whole
}

# A resource of another tenant is the operator's matter alone.
foreign if {
	input.resource.tenant != input.tenant
	not operator
}

operator if {
	input.tenant == data.um.operator
	"admin" in input.roles
}

# Channels that the platform keeps for itself, that it alone publishes to, or that are for other users.
withheld if {
	input.resource.kind == "channel"
	startswith(input.resource.name, "$")
}

withheld if {
	input.resource.kind == "channel"
	input.action == "publishToChannel"
	input.resource.attributes.publisher == "platform"
}

withheld if {
	input.resource.kind == "channel"
	input.resource.owner != input.user
}

# Each is an array of grants that count together: what one of them is not for, the others do not give.
grants contains [grant] if {
	some role in input.roles
	grant := data.um.roles[role][input.action]
}

grants contains [grant] if {
	operator
	grant := data.um.operators[input.action]
}

grants contains [grant, bound] if {
	some role in input.roles
	grant := data.um.tenants[input.tenant][role][input.action]
	bound := data.um.roles.admin[input.action]
}

granted if {
	some together in grants
	every grant in together {
		covers(grant)
	}
}

whole if {
	some together in grants
	every grant in together {
		grant == true
	}
}

covers(grant) if grant == true

covers(grant) if {
	is_array(grant)
	not input.resource
}

covers(grant) if {
	is_array(grant)
	some pattern in grant
	matches(pattern)
}

matches("@own") if input.resource.owner == input.user

matches(pattern) if replace(pattern, "{user}", input.user) == input.resource.name

matches(pattern) if pattern == concat("@", [input.resource.name, input.resource.attributes.version])

matches(pattern) if {
	endswith(pattern, "*")
	startswith(input.resource.name, replace(trim_suffix(pattern, "*"), "{user}", input.user))
}

decision := {"allow": allow, "limited": limited, "reason": reason}

reason := "granted" if allow

reason := "it is another tenant's" if {
	not allow
	foreign
}

reason := "it is kept for others" if {
	not allow
	not foreign
	withheld
}

reason := "no role grants it" if {
	not allow
	not foreign
	not withheld
}
