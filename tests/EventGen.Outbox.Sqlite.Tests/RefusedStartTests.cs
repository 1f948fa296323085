using Microsoft.Data.Sqlite;

namespace EventGen.Outbox.Sqlite.Tests;

/// <summary>What a program is told whose file cannot be used, and that nothing is lost by it.</summary>
public sealed class RefusedStartTests() : StoreSuite(new SqliteBackend())
{
    private const string Secret = "tr0ub4dor-9e02";

    private readonly string _run = Guid.NewGuid().ToString();

    [Fact]
    public async Task AFileThatCannotBeWritten_IsNamed_AndItsEventsWait()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It mounts a disk, or changes rights.");
        string folder = Path.GetDirectoryName(((SqliteBackend)Backend).File)!;
        string disk = Directory.CreateDirectory(Path.Combine(folder, "disk")).FullName;
        bool isMounted = Environment.IsPrivilegedProcess && (await ProgramRun.OfAsync("mount", ["-t", "tmpfs", "tmpfs", disk], cancellationToken: Cancellation)).ExitCode == 0;
        Assert.SkipWhen(Environment.IsPrivilegedProcess && !isMounted, "Who may write everything needs the right to mount a disk.");
        string connectionString = $"Data Source={disk}/shop.db";
        try
        {
            await using (var bus = await StartAsync(connectionString)) await bus.Topic<Posted>().ScheduleAsync(new Posted(_run, 1), TimeSpan.FromDays(1), Cancellation);
            SqliteConnection.ClearAllPools();
            await ProtectAsync(disk, isMounted, isProtected: true);

            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(connectionString));
            Assert.Contains($"{disk}/shop.db", failure.Message, StringComparison.Ordinal);
            Assert.Contains("create files", failure.Message, StringComparison.Ordinal);

            await ProtectAsync(disk, isMounted, isProtected: false);
            await using var again = await StartAsync(connectionString);
            Assert.Equal(1, (await again.Outbox.GetStatusAsync(Cancellation)).Scheduled);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            await ProtectAsync(disk, isMounted, isProtected: false);
            if (isMounted) (await ProgramRun.OfAsync("umount", [disk], cancellationToken: CancellationToken.None)).Succeeded();
        }
    }

    [Fact]
    public async Task AMissingDirectory_IsNamed()
    {
        string file = Path.Combine(Path.GetDirectoryName(((SqliteBackend)Backend).File)!, "nowhere", "shop.db");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync($"Data Source={file}"));
        Assert.Contains($"The file '{file}' cannot be opened or created.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("existing directory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APassword_IsShownNowhere()
    {
        var seen = new DiagnosticOutputRecorder();
        using var listening = seen.Listen();
        string[] connectionStrings = [$"{((SqliteBackend)Backend).ConnectionString};Password={Secret}", $"Password={Secret};Nonsense=1", $"Data Source=/nowhere/shop.db;Password={Secret}"];
        foreach (string connectionString in connectionStrings) seen.Note(await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(connectionString, seen)));

        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static async Task ProtectAsync(string disk, bool isMounted, bool isProtected)
    {
        if (isMounted)
        {
            (await ProgramRun.OfAsync("mount", ["-o", isProtected ? "remount,ro" : "remount,rw", disk], cancellationToken: CancellationToken.None)).Succeeded();
            return;
        }

        (await ProgramRun.OfAsync("chmod", ["-R", isProtected ? "a-w" : "u+w", disk], cancellationToken: CancellationToken.None)).Succeeded();
    }

    private static async Task<EventBus> StartAsync(string connectionString, DiagnosticOutputRecorder? seen = null)
    {
        var bus = EventBus.Create(b =>
        {
            b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance).AddSqliteOutbox(connectionString, static options => (options.Application, options.Instance) = ("shop", "a"));
            if (seen is not null) b.UseLogging(new OneProvider(seen));
        });
        try
        {
            await bus.StartAsync(Cancellation);
            return bus;
        }
        catch
        {
            await bus.DisposeAsync();
            throw;
        }
    }
}
