namespace ShopApi.Receipts;

/// <summary>Writes mails to a file, one a line.</summary>
internal sealed class FileMailer(DataFolder folder) : IMailer
{
    private readonly SemaphoreSlim _oneAtATime = new(1);

    // Read by handlers while a request sets it.
    private volatile bool _isUp = true;

    public bool IsUp
    {
        get => _isUp;
        set => _isUp = value;
    }

    public async Task SendAsync(string to, string text, CancellationToken cancellationToken)
    {
        if (!IsUp) throw new IOException("The mail server is down.");
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await File.AppendAllTextAsync(folder.PathOf("mail.txt"), $"{to}: {text}\n", cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
