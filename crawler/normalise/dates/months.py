"""Month names of some eighty languages, folded; the Persian solar months stand under ``jalali``."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

# A line a language, twelve cells; names folded by `fold_word`, `_` for a space inside a name. Drawn from the Unicode
# CLDR by way of dateparser's tables, with genitives, locatives and regional names added.
_TABLE = """
en: jan january | feb february | mar march | apr april | may | jun june | jul july | aug august | sep september sept | oct october | nov november | dec december
de: jan januar janner | feb februar feber | mar marz mrz | apr april | mai | jun juni | jul juli | aug august | sep sept september | okt oktober | nov november | dez dezember
fr: janv janvier jan | fevr fevrier fev | mars | avr avril | mai | juin jun | juil juillet jul | aout aou | sept septembre sep | oct octobre | nov novembre | dec decembre
es: ene enero | feb febrero | mar marzo | abr abril | may mayo | jun junio | jul julio | ago agosto | sept septiembre setiembre sep set | oct octubre | nov noviembre | dic diciembre
it: gen gennaio | feb febbraio | mar marzo | apr aprile | mag maggio | giu giugno | lug luglio | ago agosto | set settembre | ott ottobre | nov novembre | dic dicembre
pt: jan janeiro | fev fevereiro | mar marco | abr abril | mai maio | jun junho | jul julho | ago agosto | set setembro septembro | out outubro | nov novembro | dez dezembro
nl: jan januari | feb februari | maart mrt | apr april | mei | jun juni | jul juli | aug augustus | sep september | okt oktober | nov november | dec december
sv: jan januari | feb februari | mars | apr april | maj | juni jun | juli jul | aug augusti | sep september sept | okt oktober | nov november | dec december
da: jan januar | feb februar | mar marts | apr april | maj | jun juni | jul juli | aug august | sep september | okt oktober | nov november | dec december
nb: jan januar | feb februar | mar mars | apr april | mai | jun juni | jul juli | aug august | sep september | okt oktober | nov november | des desember
fi: tammi tammik tammikuu tammikuuta tammikuussa tammikuun | helmi helmik helmikuu helmikuuta helmikuussa helmikuun | maalis maalisk maaliskuu maaliskuuta maaliskuussa maaliskuun | huhti huhtik huhtikuu huhtikuuta huhtikuussa huhtikuun | touko toukok toukokuu toukokuuta toukokuussa toukokuun | kesa kesak kesakuu kesakuuta kesakuussa kesakuun | heina heinak heinakuu heinakuuta heinakuussa heinakuun | elo elok elokuu elokuuta elokuussa elokuun | syys syysk syyskuu syyskuuta syyskuussa syyskuun | loka lokak lokakuu lokakuuta lokakuussa lokakuun | marras marrask marraskuu marraskuuta marraskuussa marraskuun | joulu jouluk joulukuu joulukuuta joulukuussa joulukuun
is: jan januar | feb februar | mar mars | apr april | mai | jun juni | jul juli | agu agust | sep september | okt oktober | nov november | des desember
et: jaan jaanuar jaanuaril jaanuari | veebr veebruar veebruaril veebruari | marts martsil martsi | apr aprill aprillil aprilli | mai mail | juuni juunil | juuli juulil | aug august augustil augusti | sept september septembril septembri | okt oktoober oktoobril oktoobri | nov november novembril novembri | dets detsember detsembril detsembri
lv: janv janvaris janvara janvari | febr februaris februara februari | marts marta | apr aprilis aprila aprili | maijs maija | jun junijs junija | jul julijs julija | aug augusts augusta | sept septembris septembra septembri | okt oktobris oktobra oktobri | nov novembris novembra novembri | dec decembris decembra decembri
lt: saus sausio sausis | vas vasario vasaris | kov kovas kovo | bal balandis balandzio | geg geguze geguzes | birz birzelio birzelis | liep liepa liepos | rugp rugpjutis rugpjucio | rugs rugsejis rugsejo | spal spalio spalis | lapkr lapkritis lapkricio | gruod gruodis gruodzio
pl: sty styczen stycznia styczniu | lut lutego luty lutym | mar marca marzec marcu | kwi kwiecien kwietnia kwietniu kwie | maj maja maju | cze czerwca czerwiec czerwcu | lip lipca lipiec lipcu | sie sierpien sierpnia sierpniu | wrz wrzesien wrzesnia wrzesniu | paz pazdziernik pazdziernika pazdzierniku | lis listopad listopada listopadzie | gru grudnia grudzien grudniu
cs: led leden ledna lednu | uno unor unora unr unoru | bre brezen brezna breznu | dub duben dubna dubnu | kve kveten kvetna kvetnu | cerven cervna cvn cer cervnu | cervence cervenec cvc crc cervenci crv | srp srpen srpna srpnu | zar zari | rij rijen rijna rijnu | lis listopad listopadu | pro prosince prosinec prosinci
sk: jan januar januara | feb februar februara | mar marca marec | apr april aprila | maj maja | jun juna | jul jula | aug august augusta | sep september septembra | okt oktober oktobra | nov november novembra | dec december decembra
sl: jan januar januarja | feb februar februarja | mar marec marca | apr april aprila | maj maja | jun junij junija | jul julij julija | avg avgust avgusta | sep september septembra | okt oktober oktobra | nov november novembra | dec december decembra
hr: sij sijecanj sijecnja sijecnju sijecnjem | velj veljaca veljace veljaci veljacom | ozu ozujak ozujka ozujku ozujkom | tra travanj travnja travnju travnjem | svi svibanj svibnja svibnju svibnjem | lip lipanj lipnja lipnju lipnjem | srp srpanj srpnja srpnju srpnjem | kol kolovoz kolovoza kolovozu kolovozom | ruj rujan rujna rujnu rujnom | lis listopad listopada listopadu listopadom | stu studeni studenoga studenom studenomu studenome studenog studenim | pro prosinac prosinca prosincu prosincem
sr: јан јануар јануара januar januara | феб фебруар фебруара februar februara | мар март марта mart marta | апр април априла april aprila | мај маја maj maja | јун јуна jun juna | јул јула jul jula | авг август августа avgust avgusta avg | сеп септембар септембра septembar septembra sept | окт октобар октобра oktobar oktobra | нов новембар новембра novembar novembra | дец децембар децембра decembar decembra
bs: jan januar januara | feb februar februara | mar mart marta | apr april aprila | maj maja | jun juni juna | jul juli jula | aug august avg avgust augusta avgusta | sep septembar septembra | okt oktobar oktobra | nov novembar novembra | dec decembar decembra
mk: јан јануари | фев февруари | мар март | апр април | мај | јун јуни | јул јули | авг август | сеп септември септ | окт октомври | ное ноември ноем | дек декември
bg: яну януари ян | фев февруари фв | март | апр април ап | маи | юни юн | юли юл | авг август | сеп септември септ септм | окт октомври | ное ноември | дек декември
ru: янв январь января | февр февраль февраля фев | мар март марта | апр апрель апреля | маи мая | июн июнь июня | июл июль июля | авг август августа | сент сентябрь сентября сен | окт октябрь октября | нояб ноябрь ноября ноя | дек декабрь декабря
uk: січ січень січня | лют лютии лютого | бер березень березня берез | квіт квітень квітня кві | трав травень травня тра | черв червень червня чер | лип липень липня | серп серпень серпня сер | вер вересень вересня верес | жовт жовтень жовтня жов | лист листопад листопада листоп лис | груд грудень грудня гру
be: сту студзень студзеня стд | лют лютага люты | сак сакавік сакавіка | кра красавік красавіка крс | маи мая трауня тра | чэр чэрвень чэрвеня | ліп ліпень ліпеня | жні жнівень жніуня жнівеня жнв | вер верасень верасня врс | кас кастрычнік кастрычніка кст | ліс лістапад лістапада | сне снежань снежня снж
ro: ian ianuarie | feb februarie febr | mar martie mart | apr aprilie | mai | iun iunie | iul iulie | aug august | sept septembrie sep | oct octombrie | noiembrie nov noiem | dec decembrie decem
hu: jan januar januari | febr februar feb februari | marc marcius mar marciusi | apr aprilis aprilisi | maj majus majusi | jun junius juniusi | jul julius juliusi | aug augusztus augusztusi | szept szeptember szeptemberi | okt oktober oktoberi | nov november novemberi | dec december decemberi
el: ιαν ιανουαριοσ ιανουαριου | φεβ φεβρουαριοσ φεβρουαριου | μαρ μαρτιοσ μαρτιου | απρ απριλιοσ απριλιου | μαι μαιοσ μαιου | ιουν ιουνιου ιουνιοσ | ιουλ ιουλιου ιουλιοσ | αυγ αυγουστου αυγουστοσ | σεπ σεπτεμβριοσ σεπτεμβριου | οκτ οκτωβριου οκτωβριοσ | νοε νοεμβριοσ νοεμβριου | δεκ δεκεμβριοσ δεκεμβριου
tr: oca ocak | sub subat | mar mart | nis nisan | may mayıs | haz haziran | tem temmuz | agu agustos | eyl eylul | eki ekim | kas kasım | ara aralık
az: yan yanvar | fev fevral | mar mart | apr aprel | may | iyn iyun | iyl iyul | avq avqust | sen sentyabr | okt oktyabr | noy noyabr | dek dekabr
sq: jan janar janari | shk shkurt shkurti | mar mars marsi | pri prill prilli | maj maji | qer qershor qershori | korr korrik kor korriku | gush gusht gsh gushti | sht shtator shtatori | tet tetor tetori | nen nentor nentori | dhj dhjetor dhjetori
ca: gen gener | febr febrer | marc | abr abril | maig | juny | jul juliol | agost | set setembre | oct octubre | nov novembre | des desembre
gl: xan xaneiro | feb febreiro | mar marzo | abr abril | maio | xuno | xul xullo | ago agosto | set setembro | out outubro | nov novembro | dec decembro
eu: urt urtarrila urtarrilaren urtarrilak | ots otsaila otsailaren otsailak | mar martxoa martxoaren martxoak | api apirila apirilaren apirilak | mai maiatza maiatzaren maiatzak | eka ekaina ekainaren ekainak | uzt uztaila uztailaren uztailak | abu abuztua abuztuaren abuztuak | ira iraila irailaren irailak | urr urria urriaren urriak | aza azaroa azaroaren azaroak | abe abendua abenduaren abenduak
ga: ean eanair | feabh feabhra | marta | aib aibrean | beal bealtaine | meith meitheamh | iuil | lun lunasa | mean_fomhair mfomh | deireadh_fomhair dfomh | samh samhain | noll nollaig
cy: ion ionawr | chw chwef chwefror | maw mawrth | ebr ebrill | mai | meh mehefin | gor gorff gorffennaf | awst | medi | hyd hydref | tach tachwedd | rhag rhagfyr
mt: jan jannar | fra frar | mar marzu | apr april | mej mejju | gun gunju | lul lulju | aww awwissu | set settembru | ott ottubru | nov novembru | dic dicembru
id: jan januari djan djanuari | feb februari peb pebruari | mar maret mrt | apr april | mei mai | jun juni djuni | jul juli djuli | agu agustus agt | sep september sept | okt oktober | nov november nop nopember | des desember
ms: jan januari | feb februari | mac | apr april | mei | jun | jul julai | ogo ogos | sep september | okt oktober | nov november | dis disember
tl: enero ene | pebrero peb | marso mar | abril abr | mayo may | hunyo hun | hulyo hul | agosto ago | setyembre set | oktubre okt | nobyembre nob | disyembre dis
sw: jan januari | feb februari | mac machi | apr aprili | mei | jun juni | jul julai | ago agosti | sep septemba | okt oktoba | nov novemba | des desemba
af: jan januarie | feb februarie | maart mrt | apr april | mei | jun junie | jul julie | aug augustus | sep september | okt oktober | nov november | des desember
he: ינואר ינו לינואר בינואר | פברואר פבר בפברואר לפברואר | מרץ במרץ למרץ מרס במרס למרס מארס במארס למארס | אפריל אפר באפריל לאפריל | מאי במאי למאי | יוני ביוני ליוני יונ | יולי ביולי ליולי יול | אוגוסט אוג באוגוסט לאוגוסט | ספטמבר ספט בספטמבר לספטמבר | אוקטובר אוק באוקטובר לאוקטובר | נובמבר נוב בנובמבר לנובמבר | דצמבר דצמ בדצמבר לדצמבר
ar: يناير جانفي كانون_الثاني | فبراير فيفري شباط | مارس اذار | ابريل افريل نيسان | مايو ماي ايار | يونيو يونيه يونية جوان حزيران | يوليو يوليه يولية جويلية تموز | اغسطس اوت اب | سبتمبر ايلول | اكتوبر تشرين_الاول | نوفمبر تشرين_الثاني | ديسمبر كانون_الاول
fa: ژانویه جنوری | فوریه فبروری | مارس مارچ | اوریل اپریل | مه می | ژوين جون | ژويیه جولای | اوت اگست | سپتامبر سپتمبر | اکتبر اکتوبر | نوامبر نومبر | دسامبر دسمبر
ur: جنوری | فروری | مارچ | اپریل | ميی | جون | جولايی | اگست | ستمبر | اکتوبر | نومبر | دسمبر
hi: जनवरी जन | फ़रवरी फ़र | मार्च | अप्रैल | मई | जून | जुलाई जुल | अगस्त अग | सितंबर सित सितम्बर | अक्तूबर अक्तू अक्टूबर | नवंबर नव नवम्बर | दिसंबर दिस दिसम्बर
bn: জানু জানুয়ারী জানুয়ারি | ফেব ফেব্রুয়ারী ফেব্রুয়ারি | মার্চ | এপ্রি এপ্রিল | মে | জুন | জুল জুলাই | আগ আগস্ট | সেপ সেপ্টেম্বর | অক্টো অক্টোবর | নভে নভেম্বর | ডিসে ডিসেম্বর
ta: ஜன ஜனவரி | பிப் பிப்ரவரி | மார் மார்ச் | ஏப் ஏப்ரல் | மே | ஜூன் | ஜூலை | ஆக ஆகஸ்ட் | செப் செப்டம்பர் | அக் அக்டோபர் | நவ நவம்பர் | டிச டிசம்பர்
te: జన జనవరి | ఫిబ్ర ఫిబ్రవరి | మార్చి | ఏప్రి ఏప్రిల్ | మే | జూన్ | జులై | ఆగ ఆగస్టు | సెప్టెం సెప్టెంబర్ | అక్టో అక్టోబర్ | నవం నవంబర్ | డిసెం డిసెంబర్
ml: ജനു ജനുവരി | ഫെബ്രു ഫെബ്രുവരി | മാർ മാർച്ച് | ഏപ്രി ഏപ്രിൽ | മേയ് | ജൂൺ | ജൂലൈ | ഓഗ ഓഗസ്റ്റ് | സെപ്റ്റം സെപ്റ്റംബർ | ഒക്ടോ ഒക്ടോബർ | നവം നവംബർ | ഡിസം ഡിസംബർ
kn: ಜನ ಜನವರಿ | ಫೆಬ್ರ ಫೆಬ್ರವರಿ | ಮಾರ್ಚ್ | ಏಪ್ರಿ ಏಪ್ರಿಲ್ | ಮೇ | ಜೂನ್ | ಜುಲೈ | ಆಗ ಆಗಸ್ಟ್ | ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್ | ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ | ನವೆಂ ನವೆಂಬರ್ | ಡಿಸೆಂ ಡಿಸೆಂಬರ್
mr: जाने जानेवारी | फेब्रु फेब्रुवारी | मार्च | एप्रि एप्रिल | मे | जून | जुलै | ऑग ऑगस्ट | सप्टें सप्टेंबर | ऑक्टो ऑक्टोबर | नोव्हें नोव्हेंबर | डिसें डिसेंबर
gu: જાન્યુ જાન્યુઆરી | ફેબ્રુ ફેબ્રુઆરી | માર્ચ | એપ્રિલ | મે | જૂન | જુલાઈ | ઑગસ્ટ | સપ્ટે સપ્ટેમ્બર | ઑક્ટો ઑક્ટોબર | નવે નવેમ્બર | ડિસે ડિસેમ્બર
pa: ਜਨ ਜਨਵਰੀ | ਫ਼ਰ ਫ਼ਰਵਰੀ | ਮਾਰਚ | ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ | ਮਈ | ਜੂਨ | ਜੁਲਾ ਜੁਲਾਈ | ਅਗ ਅਗਸਤ | ਸਤੰ ਸਤੰਬਰ | ਅਕਤੂ ਅਕਤੂਬਰ | ਨਵੰ ਨਵੰਬਰ | ਦਸੰ ਦਸੰਬਰ
si: ජන ජනවාරි | පෙබ පෙබරවාරි | මාර් මාර්තු | අප්රේල් | මැයි | ජූනි | ජූලි | අගෝ අගෝස්තු | සැප් සැප්තැම්බර් | ඔක් ඔක්තෝබර් | නොවැ නොවැම්බර් | දෙසැ දෙසැම්බර්
ne: जनवरी | फेब्रुअरी | मार्च | अप्रिल | मे मई | जुन | जुलाई | अगस्ट | सेप्टेम्बर | अक्टोबर | नोभेम्बर | डिसेम्बर
th: มกราคม มค เดือนมกราคม มกรา | กพ กุมภาพันธ์ เดือนกุมภาพันธ์ กุมภา | มีค มีนาคม เดือนมีนาคม มีนา | เมย เมษายน เมษา เดือนเมษายน | พค พฤษภาคม เดือนพฤษภาคม พฤษภา | มิถุนายน มิย เดือนมิถุนายน มิถุนา | กค กรกฎาคม เดือนกรกฏาคม กรกฎา | สค สิงหาคม สิงหา เดือนสิงหาคม | กย กันยายน กันยา เดือนกันยายน | ตค ตุลาคม เดือนตุลาคม ตุลา | พย พฤศจิกายน เดือนพฤศจิกายน พฤศจิ | ธค ธันวาคม เดือนธันวาคม ธันวา
km: មករា | កុម្ភៈ | មីនា | មេសា | ឧសភា | មិថុនា | កក្កដា | សីហា | កញ្ញា | តុលា | វិច្ឆិកា | ធ្នូ
lo: ມກ ມັງກອນ | ກພ ກຸມພາ | ມນ ມີນາ | ມສ ເມສາ | ພພ ພຶດສະພາ | ມິຖ ມິຖຸນາ | ກລ ກໍລະກົດ | ສຫ ສິງຫາ | ກຍ ກັນຍາ | ຕລ ຕຸລາ | ພຈ ພະຈິກ | ທວ ທັນວາ
my: ဇန် ဇန်နဝါရီ | ဖေ ဖေဖော်ဝါရီ | မတ် | ဧ ဧပြီ | မေ | ဇွန် | ဇူ ဇူလိုင် | ဩ ဩဂုတ် | စက် စက်တင်ဘာ | အောက် အောက်တိုဘာ | နို နိုဝင်ဘာ | ဒီ ဒီဇင်ဘာ
ka: იან იანვარი იანვრის | თებ თებერვალი თებერვლის | მარ მარტი მარტის | აპრ აპრილი აპრილის | მაი მაისი მაისის | ივნ ივნისი ივნისის | ივლ ივლისი ივლისის | აგვ აგვისტო აგვისტოს | სექ სექტემბერი სექტემბრის | ოქტ ოქტომბერი ოქტომბრის | ნოე ნოემბერი ნოემბრის | დეკ დეკემბერი დეკემბრის
hy: հնվ հունվար հունվարի | փետրվար փետրվարի փտվ | մարտ մարտի մրտ | ապր ապրիլ ապրիլի | մայիս մայիսի մյս | հնս հունիս հունիսի | հլս հուլիս հուլիսի | օգոստոս օգոստոսի օգս | սեպ սեպտեմբեր սեպտեմբերի | հոկ հոկտեմբեր հոկտեմբերի | նոյ նոյեմբեր նոյեմբերի | դեկ դեկտեմբեր դեկտեմբերի
kk: қаң қаңтар қаңтарда | ақп ақпан ақпанда | нау наурыз наурызда | сәу сәуір сәуірде | мам мамыр мамырда | мау маусым маусымда | шіл шілде шілдеде | там тамыз тамызда | қыр қыркүиек қыркүиекте | қаз қазан қазанда | қар қараша қарашада | жел желтоқсан желтоқсанда
uz: yan yanvar | fev fevral | mar mart | apr aprel | may | iyn iyun | iyl iyul | avg avgust | sen sentabr | okt oktabr | noy noyabr | dek dekabr
ky: янв январь | фев февраль | мар март | апр апрель | маи | июн июнь | июл июль | авг август | сен сентябрь | окт октябрь | ноя ноябрь | дек декабрь
zu: jan januwari umasingana | feb februwari | mas mashi | eph ephreli | mey meyi | jun juni | jul julayi | aga agasti | sep septhemba | okt okthoba | nov novemba | dis disemba
so: jan jannaayo kob | feb febraayo lab | maarso mar sad | abr abriil afr | may sha | jun juun lix | lul luuliyo tod | ogosto ogs sid | seb sebteembar sag | okt oktoobar tob | nof noofeembar kit | dis diseembar lit
am: ጃን ጃንዋሪ ጃንዩ ጃንዩወሪ | ፌብ ፌብሩዋሪ ፌብሩ ፌብሩወሪ | ማርች | ኤፕሪ ኤፕሪል | ሜይ | ጁን | ጁላይ | ኦገስ ኦገስት | ሴፕቴ ሴፕቴምበር | ኦክቶ ኦክቶበር | ኖቬም ኖቬምበር | ዲሴም ዲሴምበር
fo: jan januar | feb februar | mar mars | apr april | mai | jun juni | jul juli | aug august | sep september | okt oktober | nov november | des desember
lb: jan januar | feb februar | mae maerz | abr abrell | mee | jun juni | jul juli | aug august | sep september | okt oktober | nov november | dez dezember
eo: jan januaro | feb februaro | mar marto | apr aprilo | maj majo | jun junio | jul julio | aug augusto | sep septembro | okt oktobro | nov novembro | dec decembro
xh: ujanuwari januwari eyomqungu | ufebruwari februwari eyomdumba | umatshi matshi eyokwindla | uepreli epreli utshazimpuzi | umeyi meyi ucanzibe | ujuni juni eyesilimela | ujulayi julayi eyekhala | uagasti agasti eyethupha | useptemba septemba eyomsintsi | uoktobha oktobha eyedwarha | unovemba novemba eyenkanga | udisemba disemba eyomnga
ku: cile rebendan | sibat resemi | adar | nisan avrel | gulan | heziran pusper | tirmeh | tebax gelawej | ilon | cotmeh ciriya_pesi | mijdar ciriya_pasi | kanun berfanbar
jalali: فروردین فروردين | اردیبهشت ارديبهشت | خرداد | تیر تير | مرداد امرداد | شهریور شهريور | مهر | ابان | اذر | دی دي | بهمن | اسفند
tk: yanwar | fewral | mart | aprel | may | iyun | iyul | awgust | sentyabr | oktyabr | noyabr | dekabr
tg: январ | феврал | март | апрел | маи | июн | июл | август | сентябр | октябр | ноябр | декабр
or: ଜାନୁଆରୀ ଜାନୁୟାରୀ | ଫେବୃଆରୀ ଫେବ୍ରୁଆରୀ | ମାର୍ଚ୍ଚ ମାର୍ଚ | ଅପ୍ରେଲ ଏପ୍ରିଲ | ମଇ ମେ | ଜୁନ | ଜୁଲାଇ | ଅଗଷ୍ଟ | ସେପ୍ଟେମ୍ବର | ଅକ୍ଟୋବର | ନଭେମ୍ବର | ଡିସେମ୍ବର
ha: janairu | faburairu fabrairu | maris | afrilu | mayu | yuni | yuli | agusta | satumba | oktoba | nuwamba | disamba
yo: sere | erele | erena | igbe | ebibi | okudu | agemo | ogun | owewe | owara | belu | ope
la: ianuarii | februarii | martii | aprilis | maii | iunii | iulii | augusti | septembris | octobris | novembris | decembris
"""

JALALI: Final = "jalali"
_DROPPED = frozenset(".׳'’\u200c\u200d॰")


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """A word without case, accents, vowel points, full stops and apostrophes, as the table has it."""
    word = word.casefold()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
    return "".join(c for c in word if c not in _DROPPED and not "\u0300" <= c <= "\u036f" and not "\u064b" <= c <= "\u0655")


def _read() -> tuple[dict[str, dict[str, int]], frozenset[str]]:
    names: dict[str, dict[str, int]] = {}
    for line in _TABLE.strip().splitlines():
        language, _, cells = line.partition(": ")
        for number, cell in enumerate(cells.split(" | "), 1):
            for name in cell.split():
                names.setdefault(name.replace("_", " "), {})[language] = number
    return names, frozenset(name.partition(" ")[0] for name in names if " " in name)


_NAMES, _FIRST_WORDS = _read()


def starts_a_month(folded: str) -> bool:
    """Whether a folded word is the first of a name of two words (``تشرين الأول``)."""
    return folded in _FIRST_WORDS


def month_of(folded: str, language: str | None = None) -> tuple[int, bool] | None:
    """The number of a folded month name and whether it counts in the Persian solar calendar; None where it is no month.

    Where languages disagree (Polish and Croatian ``listopad``) the page's language decides; without one it is None.
    """
    found = _NAMES.get(folded)
    if found is None:
        return None
    numbers = set(found.values())
    if len(numbers) == 1:
        return numbers.pop(), JALALI in found
    number = found.get((language or "").partition("-")[0])
    return (number, False) if number else None
