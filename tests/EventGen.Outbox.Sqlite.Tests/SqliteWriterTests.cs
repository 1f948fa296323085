namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>On which thread a commit is made.</summary>
public sealed class SqliteWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("outbox-").FullName;
    private readonly SqliteWriter _writer;

    public SqliteWriterTests()
    {
        string file = Path.Combine(_folder, "shop.db");
        _writer = new SqliteWriter(new SqliteLocation($"Data Source={file}").Open(), file, static () => { });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _writer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AShortOne_OfAThreadOfThePool_IsMadeThere_OnceThePauseIsOver()
    {
        bool isHere = false;
        for (int i = 0; i < 1_000 && !isHere; i++) isHere = await Task.Run(() => IsMadeHereAsync(isShort: true), Token);
        Assert.True(isHere);
    }

    [Fact]
    public async Task OneThatIsNotShort_IsMadeOnTheWritersThread()
    {
        for (int i = 0; i < 20; i++) Assert.False(await Task.Run(() => IsMadeHereAsync(isShort: false), Token));
    }

    [Fact]
    public async Task OneOfAnotherThread_IsMadeOnTheWritersThread()
    {
        for (int i = 0; i < 20; i++)
        {
            var made = new TaskCompletionSource<Task<bool>>(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() => made.SetResult(IsMadeHereAsync(isShort: true)));
            thread.Start();
            Assert.False(await await made.Task);
        }
    }

    [Fact]
    public async Task WhereAnotherIsUnderWay_AShortOneIsLeftToTheWritersThread()
    {
        var hasBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var first = _writer.WriteAsync(
            _ =>
            {
                hasBegun.SetResult();
                return goOn.Wait(TimeSpan.FromSeconds(60));
            },
            Token).AsTask();
        await hasBegun.Task;
        Task<bool> beside = null!;
        await Task.Run(() => { beside = IsMadeHereAsync(isShort: true); }, Token);
        Assert.False(beside.IsCompleted);
        goOn.Set();
        Assert.True(await first);
        Assert.False(await beside);
    }

    private async Task<bool> IsMadeHereAsync(bool isShort)
    {
        int here = Environment.CurrentManagedThreadId;
        return await _writer.WriteAndContinueAsync(static _ => Environment.CurrentManagedThreadId, isShort, CancellationToken.None).ConfigureAwait(false) == here;
    }
}
