package whatsapp

import "github.com/socialticket/socialticket/channel"

// English returns what to tell agents of WhatsApp's failures, in English, by
// "whatsapp/" and the code; put it beside [channel.English] with
// [channel.Texts.With]. What to do stands in the text of the error's class.
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes,
// facts as of autumn 2026.
func English() channel.Texts {
	return coded(map[string]string{
		"0":      "The access token has expired or was withdrawn.",
		"1":      "WhatsApp reported an unknown error.",
		"2":      "WhatsApp is overloaded or down.",
		"3":      "The app lacks a permission or capability.",
		"4":      "The app has made too many calls.",
		"10":     "A permission is missing or was removed.",
		"33":     "The business number no longer exists.",
		"100":    "The message has a parameter that WhatsApp does not take.",
		"190":    "The access token has expired.",
		"368":    "The account is blocked for breaking WhatsApp's policies.",
		"470":    "More than 24 hours have passed since the customer last wrote.",
		"80007":  "The account has made too many calls.",
		"130429": "The number sends faster than WhatsApp allows.",
		"130472": "WhatsApp keeps marketing templates from this customer for an experiment.",
		"130497": "The business may not write to customers of this country.",
		"131000": "Something went wrong at WhatsApp.",
		"131005": "WhatsApp denied the access.",
		"131008": "The message lacks something that WhatsApp requires.",
		"131009": "The message has a value that WhatsApp does not take.",
		"131016": "A service of WhatsApp is down for the moment.",
		"131021": "The recipient is the sending number itself.",
		"131026": "The message could not be delivered: the customer may not be on WhatsApp, or has an old version of it.",
		"131030": "A test number writes to listed recipients only, and this one is not listed.",
		"131031": "The account is locked.",
		"131037": "The display name of the number is not approved.",
		"131042": "There is a problem with the payment of the account.",
		"131045": "The registration of the number has a problem.",
		"131047": "More than 24 hours have passed since the customer last wrote.",
		"131048": "Too many messages of this number were marked as spam.",
		"131049": "WhatsApp kept the message back so that the customer does not get too much marketing.",
		"131050": "The customer no longer wants marketing messages from this business.",
		"131051": "WhatsApp does not support this kind of message.",
		"131052": "The file that the customer sent could not be fetched.",
		"131053": "The file could not be uploaded: its type or size does not suit.",
		"131056": "Too many messages went to this customer in a short time.",
		"131057": "The account is under maintenance.",
		"131062": "This message needs the customer's phone number.",
		"132000": "The template needs another number of values.",
		"132001": "There is no approved template of this name and language.",
		"132005": "The template is too long with these values.",
		"132007": "The template breaks WhatsApp's policies.",
		"132012": "A value does not have the form that the template needs.",
		"132015": "The template is paused because customers did not like it.",
		"132016": "The template is disabled for good.",
		"132068": "The form in the message is blocked.",
		"132069": "The form in the message is used too often.",
		"133010": "The business number is not registered.",
		"135000": "WhatsApp could not send the message for an unknown reason.",
		"137000": "The customer's identity has changed and has to be confirmed.",
	})
}

// French returns the texts of [English] in French.
func French() channel.Texts {
	return coded(map[string]string{
		"0":      "Le jeton d’accès a expiré ou a été retiré.",
		"1":      "WhatsApp a signalé une erreur inconnue.",
		"2":      "WhatsApp est surchargé ou indisponible.",
		"3":      "Il manque à l’application une autorisation ou une capacité.",
		"4":      "L’application a fait trop d’appels.",
		"10":     "Une autorisation manque ou a été retirée.",
		"33":     "Le numéro de l’entreprise n’existe plus.",
		"100":    "Le message contient un paramètre que WhatsApp n’accepte pas.",
		"190":    "Le jeton d’accès a expiré.",
		"368":    "Le compte est bloqué pour non-respect des règles de WhatsApp.",
		"470":    "Plus de 24 heures se sont écoulées depuis le dernier message du client.",
		"80007":  "Le compte a fait trop d’appels.",
		"130429": "Le numéro envoie plus vite que WhatsApp ne le permet.",
		"130472": "WhatsApp ne remet pas de modèles marketing à ce client, le temps d’une expérience.",
		"130497": "L’entreprise ne peut pas écrire aux clients de ce pays.",
		"131000": "Un problème est survenu chez WhatsApp.",
		"131005": "WhatsApp a refusé l’accès.",
		"131008": "Il manque au message un élément exigé par WhatsApp.",
		"131009": "Le message contient une valeur que WhatsApp n’accepte pas.",
		"131016": "Un service de WhatsApp est momentanément indisponible.",
		"131021": "Le destinataire est le numéro expéditeur lui-même.",
		"131026": "Le message n’a pas pu être distribué : le client n’est peut-être pas sur WhatsApp, ou sa version est ancienne.",
		"131030": "Un numéro de test n’écrit qu’aux destinataires de sa liste, et celui-ci n’y figure pas.",
		"131031": "Le compte est verrouillé.",
		"131037": "Le nom affiché du numéro n’est pas approuvé.",
		"131042": "Le paiement du compte pose un problème.",
		"131045": "L’enregistrement du numéro pose un problème.",
		"131047": "Plus de 24 heures se sont écoulées depuis le dernier message du client.",
		"131048": "Trop de messages de ce numéro ont été signalés comme indésirables.",
		"131049": "WhatsApp a retenu le message pour que le client ne reçoive pas trop de publicité.",
		"131050": "Le client ne veut plus de messages marketing de cette entreprise.",
		"131051": "WhatsApp ne connaît pas ce type de message.",
		"131052": "Le fichier envoyé par le client n’a pas pu être récupéré.",
		"131053": "Le fichier n’a pas pu être téléversé : son type ou sa taille ne convient pas.",
		"131056": "Trop de messages ont été envoyés à ce client en peu de temps.",
		"131057": "Le compte est en maintenance.",
		"131062": "Ce message a besoin du numéro de téléphone du client.",
		"132000": "Le modèle attend un autre nombre de valeurs.",
		"132001": "Aucun modèle approuvé ne porte ce nom dans cette langue.",
		"132005": "Le modèle est trop long avec ces valeurs.",
		"132007": "Le modèle enfreint les règles de WhatsApp.",
		"132012": "Une valeur n’a pas la forme attendue par le modèle.",
		"132015": "Le modèle est suspendu, car il a déplu aux clients.",
		"132016": "Le modèle est désactivé définitivement.",
		"132068": "Le formulaire du message est bloqué.",
		"132069": "Le formulaire du message est utilisé trop souvent.",
		"133010": "Le numéro de l’entreprise n’est pas enregistré.",
		"135000": "WhatsApp n’a pas pu envoyer le message, pour une raison inconnue.",
		"137000": "L’identité du client a changé et doit être confirmée.",
	})
}

// coded puts the channel's name before each code.
func coded(byCode map[string]string) channel.Texts {
	texts := make(channel.Texts, len(byCode))
	for code, text := range byCode {
		texts[string(channel.WhatsApp)+"/"+code] = text
	}
	return texts
}
