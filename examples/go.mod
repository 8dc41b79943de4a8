module github.com/socialticket/socialticket/examples

go 1.26

replace github.com/socialticket/socialticket => ../
