package main

import (
	"encoding/json"
	"reflect"
	"unsafe"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
)

// The server keeps the expansion of templates to itself; the empty expand.s lets a function have no body.
//
//go:linkname expand github.com/nats-io/nats-server/v2/server.processUserPermissionsTemplate
func expand(limits jwt.UserPermissionLimits, user *jwt.UserClaims, account *server.Account) (jwt.UserPermissionLimits, error)

//go:linkname isSubset github.com/nats-io/nats-server/v2/server.subjectIsSubsetMatch
func isSubset(subject, container string) bool

func serverSubject(q question) (any, error) {
	return map[string]bool{
		"valid":   server.IsValidSubject(q.Text),
		"collide": server.SubjectsCollide(q.Text, q.From),
		"subset":  isSubset(q.Text, q.From),
	}, nil
}

// What templates read of an account is not exported either.
func set[T any](account *server.Account, field string, value T) {
	*(*T)(unsafe.Pointer(reflect.ValueOf(account).Elem().FieldByName(field).UnsafeAddr())) = value
}

func template(q question) (any, error) {
	var template jwt.UserPermissionLimits
	if err := json.Unmarshal([]byte(q.Text), &template); err != nil {
		return nil, err
	}
	user, err := claimsOf(jwt.UserClaim, q.Claims)
	if err != nil {
		return nil, err
	}
	owner, err := claimsOf(jwt.AccountClaim, q.Other)
	if err != nil {
		return nil, err
	}
	account := server.NewAccount(owner.Claims().Subject)
	set(account, "nameTag", owner.Claims().Name)
	set(account, "tags", owner.(*jwt.AccountClaims).Tags)
	limits, err := expand(template, user.(*jwt.UserClaims), account)
	if err != nil {
		return nil, err
	}
	return asText(limits.Permissions)
}
