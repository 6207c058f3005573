// Command go-agree answers for the Go libraries of NATS what go-agree/proofs.ts asks: one JSON object a line, one answer
// a line, {"value":...} or {"refusal":"..."}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
)

// A question; which members count depends on the operation.
type question struct {
	Op      string   `json:"op"`
	Kind    string   `json:"kind"`
	Claims  string   `json:"claims"`
	Other   string   `json:"other"`
	Token   string   `json:"token"`
	Seed    string   `json:"seed"`
	Key     string   `json:"key"`
	Text    string   `json:"text"`
	From    string   `json:"from"`
	Data    []byte   `json:"data"`
	Nonce   []byte   `json:"nonce"`
	Steps   []string `json:"steps"`
	Seconds int64    `json:"seconds"`
}

type answer struct {
	Value   any    `json:"value"`
	Refusal string `json:"refusal,omitempty"`
}

var operations = map[string]func(question) (any, error){
	"encode":        encode,
	"load":          load,
	"validate":      validate,
	"decode":        decode,
	"decodeGeneric": decodeGeneric,
	"didSign":       didSign,
	"scoped":        scoped,
	"subject":       subject,
	"renaming":      renaming,
	"hashId":        hashID,
	"revocations":   revocations,
	"publicKey":     publicKey,
	"seed":          seed,
	"verify":        verify,
	"seal":          seal,
	"open":          open,
	"creds":         creds,
	"format":        format,
	"decorate":      decorate,
	"template":      template,
	"quote":         quote,
	"new":           newClaims,
	"issueUser":     issueUser,
	"serverSubject": serverSubject,
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var q question
		if err := json.Unmarshal(line, &q); err != nil {
			log.Fatal(err)
		}
		if err := encoder.Encode(respond(q)); err != nil {
			log.Fatal(err)
		}
		if lines.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				log.Fatal(err)
			}
		}
	}
}

// A panic of the library counts as a refusal: no server gets through it.
func respond(q question) (a answer) {
	defer func() {
		if trouble := recover(); trouble != nil {
			a = answer{Refusal: fmt.Sprintf("panic: %v", trouble)}
		}
	}()
	operation, ok := operations[q.Op]
	if !ok {
		log.Fatalf("no operation %q", q.Op)
	}
	value, err := operation(q)
	if err != nil {
		return answer{Refusal: "refused: " + err.Error()}
	}
	return answer{Value: value}
}
