package zendesk

import (
	"fmt"
	"strings"
	"time"
)

// Location returns the time zone of a name as Zendesk writes it, such as
// "Central Time (US & Canada)" or "Paris", or of an IANA name. The rules of the
// zones are the host's: from the system, or from time/tzdata.
//
// Source: the names are those of Ruby on Rails,
// https://api.rubyonrails.org/classes/ActiveSupport/TimeZone.html, read 2026-11-21.
func Location(name string) (*time.Location, error) {
	for known, iana := range zones {
		if known == name {
			name = iana
			break
		}
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("time zone %q is unknown", name)
	}
	return zone, nil
}

// ZoneName returns the name by which Zendesk knows a zone; nil is UTC.
func ZoneName(zone *time.Location) (string, error) {
	if zone == nil || zone == time.UTC {
		return "UTC", nil
	}
	for name, iana := range zones {
		if iana == zone.String() {
			return name, nil
		}
	}
	return "", fmt.Errorf("time zone %s has no name in Zendesk", zone)
}

// zones yields Zendesk's names and the IANA names of their zones, of several
// names for one zone the usual one first. Zones that were renamed or joined
// since have their present name, as a host may lack the old ones.
func zones(yield func(name, iana string) bool) {
	if !pairs(byRegion, yield) {
		return
	}
	for line := range strings.Lines(byCity) {
		area, cities, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for city := range strings.SplitSeq(cities, ", ") {
			if !yield(city, area+"/"+strings.ReplaceAll(city, " ", "_")) {
				return
			}
		}
	}
	pairs(secondNames, yield)
}

func pairs(lines string, yield func(name, iana string) bool) bool {
	for line := range strings.Lines(lines) {
		name, iana, _ := strings.Cut(strings.TrimSpace(line), " = ")
		if !yield(name, iana) {
			return false
		}
	}
	return true
}

// byCity are the zones that Zendesk calls by the city in their IANA name.
const byCity = `Africa: Cairo, Casablanca, Harare, Monrovia, Nairobi
America: Bogota, Caracas, Chihuahua, La Paz, Lima, Mazatlan, Mexico City, Monterrey, Montevideo, Puerto Rico, Santiago, Tijuana
Asia: Almaty, Baghdad, Baku, Bangkok, Dhaka, Hong Kong, Irkutsk, Jakarta, Jerusalem, Kabul, Kamchatka, Karachi, Kathmandu, Kolkata, Krasnoyarsk, Kuala Lumpur, Kuwait, Magadan, Muscat, Novosibirsk, Riyadh, Seoul, Singapore, Srednekolymsk, Taipei, Tashkent, Tbilisi, Tehran, Tokyo, Ulaanbaatar, Urumqi, Vladivostok, Yakutsk, Yerevan
Atlantic: Azores
Australia: Adelaide, Brisbane, Darwin, Hobart, Melbourne, Perth, Sydney
Europe: Amsterdam, Athens, Belgrade, Berlin, Bratislava, Brussels, Bucharest, Budapest, Copenhagen, Dublin, Helsinki, Istanbul, Kaliningrad, Kyiv, Lisbon, Ljubljana, London, Madrid, Minsk, Moscow, Paris, Prague, Riga, Rome, Samara, Sarajevo, Skopje, Sofia, Stockholm, Tallinn, Vienna, Vilnius, Volgograd, Warsaw, Zagreb, Zurich
Pacific: Auckland, Fiji, Guam, Port Moresby`

// byRegion are the zones that it calls otherwise.
const byRegion = `UTC = Etc/UTC
International Date Line West = Etc/GMT+12
Pacific Time (US & Canada) = America/Los_Angeles
Mountain Time (US & Canada) = America/Denver
Central Time (US & Canada) = America/Chicago
Eastern Time (US & Canada) = America/New_York
Atlantic Time (Canada) = America/Halifax
Newfoundland = America/St_Johns
Alaska = America/Juneau
Arizona = America/Phoenix
Hawaii = Pacific/Honolulu
American Samoa = Pacific/Pago_Pago
Indiana (East) = America/Indiana/Indianapolis
Saskatchewan = America/Regina
Central America = America/Guatemala
Brasilia = America/Sao_Paulo
Buenos Aires = America/Argentina/Buenos_Aires
Georgetown = America/Guyana
Greenland = America/Nuuk
Mid-Atlantic = Atlantic/South_Georgia
Cape Verde Is. = Atlantic/Cape_Verde
West Central Africa = Africa/Algiers
Pretoria = Africa/Johannesburg
Ekaterinburg = Asia/Yekaterinburg
Sri Jayawardenepura = Asia/Colombo
Rangoon = Asia/Yangon
Beijing = Asia/Shanghai
Solomon Is. = Pacific/Guadalcanal
New Caledonia = Pacific/Noumea
Marshall Is. = Pacific/Majuro
Nuku'alofa = Pacific/Tongatapu
Tokelau Is. = Pacific/Fakaofo
Chatham Is. = Pacific/Chatham
Samoa = Pacific/Apia`

// secondNames are further names for the same zones.
const secondNames = `Midway Island = Pacific/Pago_Pago
Chongqing = Asia/Shanghai
Canberra = Australia/Melbourne
Guadalajara = America/Mexico_City
Quito = America/Lima
Edinburgh = Europe/London
Bern = Europe/Zurich
St. Petersburg = Europe/Moscow
Abu Dhabi = Asia/Muscat
Islamabad = Asia/Karachi
Astana = Asia/Dhaka
Chennai = Asia/Kolkata
Mumbai = Asia/Kolkata
New Delhi = Asia/Kolkata
Hanoi = Asia/Bangkok
Osaka = Asia/Tokyo
Sapporo = Asia/Tokyo
Wellington = Pacific/Auckland`
