# Who may do what. Asked for each request of the platform's own: decision, always an object of allow and reason.
#
# input.tenant, input.user      who asks; input.roles, input.scopes: what their token says, arrays of text
# input.action                  what they ask for: the id of an operation
# input.resource                what they ask it of, if it is known: tenant, and any attributes
# data.um.operator                       the tenant whose admins run the platform
# data.um.roles[role][action]            what a role of every tenant grants
# data.um.operators[action]              what is granted to the operator's admins besides
# data.um.tenants[tenant][role][action]  what a tenant's own role grants, of what its admins may
package um.authz

default allow := false

allow if {
	not foreign
	granted
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

granted if {
	some role in input.roles
	data.um.roles[role][input.action]
}

granted if {
	operator
	data.um.operators[input.action]
}

granted if {
	some role in input.roles
	data.um.tenants[input.tenant][role][input.action]
	data.um.roles.admin[input.action]
}

decision := {"allow": allow, "reason": reason}

reason := "granted" if allow

reason := "it is another tenant's" if {
	not allow
	foreign
}

reason := "no role grants it" if {
	not allow
	not foreign
}
