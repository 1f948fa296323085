namespace ShopApi.Receipts;

/// <summary>Sends mails.</summary>
internal interface IMailer
{
    /// <summary>Whether mails can be sent; switched off to try what the shop does then.</summary>
    bool IsUp { get; set; }

    Task SendAsync(string to, string text, CancellationToken cancellationToken);
}
