using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderDesk.Audit;
using OrderDesk.Publishing;
using OrderDesk.Receipts;
using OrderDesk.Terminal;

namespace OrderDesk.Serving;

/// <summary>The desk as a web application, with EventGen's dashboard: orders come in for as long as somebody looks, and the mail server fails now and then.</summary>
/// <param name="port">Where it listens, on this machine alone.</param>
/// <param name="outboxPath">The SQLite file of the outbox; <see langword="null"/> for one that is deleted at the end.</param>
/// <param name="lines">Where other desks follow.</param>
internal sealed class DeskServer(int port, string? outboxPath, DeskLines lines)
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="UnusableFileException">The outbox cannot be opened.</exception>
    public async Task<int> RunAsync()
    {
        string path = outboxPath ?? Path.Combine(Path.GetTempPath(), $"order-desk-{Environment.ProcessId}.db");
        var outbox = await DeskOutbox.OpenAsync(path);
        var screen = new Screen();
        try
        {
            await using var published = LineFile.Create(path: null);
            await using var app = Build(outbox, published, screen);
            var stopping = app.Lifetime.ApplicationStopping;
            try
            {
                await app.StartAsync();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return ExitCode.Done;   // told to stop while it waited for a broker: the server throws then
            }

            screen.Notice($"The dashboard is at http://localhost:{port}/eventgen. Ctrl-C ends the desk.");
            await HostingAbstractionsHostExtensions.WaitForShutdownAsync(app);
            return ExitCode.Done;
        }
        catch (IOException exception)
        {
            screen.Notice($"Cannot listen at port {port}: {exception.Message}");
            return ExitCode.UnusableFile;
        }
        finally
        {
            if (outboxPath is null) TryDelete(path);
        }
    }

    private WebApplication Build(DeskOutbox outbox, LineFile published, Screen screen)
    {
        // Development: the dashboard is open to this machine alone, shows payloads and can emit.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "order-desk", EnvironmentName = "Development" });
        builder.WebHost.UseUrls($"http://localhost:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        var events = builder.Services
            .AddSingleton(screen)
            .AddSingleton<Ledger>()
            .AddSingleton<IMailbox>(new UnreliableMailbox(outbox.Receipts))
            .AddHostedService<LastingFeed>()
            .AddEventGen(static options => options.Retry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.FromMilliseconds(300) })
            .AddHttpContextMetadata()
            .AddSqliteOutbox(outbox.ConnectionString)
            .AddPublisher(new FilePublisher(published));
        lines.AddTo(events, receive: false);
        var app = builder.Build();
        app.MapEventGenDashboard("/eventgen");
        app.MapGet("/", static (HttpContext request) =>
        {
            request.Response.Redirect("eventgen/");
            return Task.CompletedTask;
        });
        return app;
    }

    private static void TryDelete(string path)
    {
        foreach (string file in (string[])[path, path + "-wal", path + "-shm"])
        {
            try
            {
                File.Delete(file);
            }
            catch (IOException)
            {
                // Left to the system's own cleaning of temporary files.
            }
        }
    }
}
