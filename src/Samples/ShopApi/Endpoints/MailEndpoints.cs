using ShopApi.Receipts;

namespace ShopApi.Endpoints;

/// <summary>Stops and starts the mail server, to try retries and dead letters.</summary>
internal static class MailEndpoints
{
    public static void MapMail(this WebApplication app)
    {
        app.MapPost("/mail/stop", static (IMailer mailer) => Set(mailer, isUp: false));
        app.MapPost("/mail/start", static (IMailer mailer) => Set(mailer, isUp: true));
    }

    private static string Set(IMailer mailer, bool isUp)
    {
        mailer.IsUp = isUp;
        return isUp ? "mail is up\n" : "mail is down\n";
    }
}
