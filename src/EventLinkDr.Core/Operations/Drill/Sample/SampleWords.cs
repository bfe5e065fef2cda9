namespace EventLinkDr.Operations.Drill.Sample;

/// <summary>Words of the sample: Romanian, with diacritics, emoji, and characters that COPY must escape.</summary>
internal static class SampleWords
{
    public static readonly string[] FirstNames =
        ["Ana", "Ștefan", "Ioana", "Răzvan", "Țurcanu-Mihaela", "Cătălin", "Măriuca", "Vlăduț", "Îngrid", "Andrei", "Brândușa", "Florin"];

    public static readonly string[] LastNames =
        ["Popescu", "Ștefănescu", "Țîrlea", "Brâncuși", "O'Neill", "Înaltu", "Ghiță \"Gigi\"", "Tab\tRupt", "Bară\\inversă", "Ionescu", "Șerban", "Moldovan"];

    public static readonly string[] Cities = ["București", "Cluj-Napoca", "Iași", "Timișoara", "Brașov", "Constanța", "Târgu Mureș", "Bacău"];

    public static readonly string[] Faculties = ["Automatică", "Litere", "Științe Politice", "Matematică și Informatică", "Drept", "Medicină"];

    public static readonly string[] StudyLevels = ["licenta", "master", "doctorat"];

    public static readonly string[] Categories = ["Tech", "Festival", "Carieră", "Sport", "Voluntariat", "Muzică", "Artă", "Social"];

    public static readonly string[] Titles =
        ["Atelier de fotografie", "Seară de jocuri 🎲", "Hackathon „Împreună”", "Târg de joburi", "Concert în aer liber 🎧", "Curs de prim ajutor", "Cros studențesc 🏃", "Dezbatere: școala de mâine"];

    public static readonly string[] Sentences =
    [
        "Ne vedem în fața amfiteatrului, cu zâmbetul pe buze. ",
        "Intrarea este liberă, dar locurile sunt limitate!\n",
        "Aduceți laptopul și încărcătorul 🔌.\n\n",
        "Program:\t10:00 – sosire;\t10:30 – deschidere.\r\n",
        "Detalii pe \\\\server\\afișe sau la „Secretariat”. ",
        "- gustări 🍎\n- apă\n- diplome pentru toți participanții\n",
        "\\.\n",
        "Organizat împreună cu asociația studenților. ",
        "Pentru întrebări, scrieți-ne oricând – răspundem în aceeași zi. ",
    ];

    public static readonly string[] Interactions = ["impression", "click", "view", "dwell", "share", "search", "favorite", "filter"];

    public static readonly string[] Sources = ["events_list", "event_details", "recommendations", "search", "email"];

    public static readonly string[] Notifications = ["weekly_digest", "filling_fast", "event_reminder"];

    public static readonly string[] Reasons = ["Pe baza intereselor tale", "Popular în orașul tău 🔥", "Similar cu evenimentele la care ai fost", "Organizator pe care îl urmărești"];

    public static readonly string[] Jobs = ["send_email", "refresh_recommendations", "send_digest", "moderate_event"];

    public static readonly string[] Actions = ["created", "updated", "deleted", "restored", "published", "login"];
}
