using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Dashboard.Tests;

/// <summary>A dashboard that the application has not opened says in the log how to open it.</summary>
public sealed class ClosedDashboardTests
{
    [Theory]
    [InlineData("/eventgen/status")]
    [InlineData("/eventgen/")]
    public async Task Log_NamesTheCallThatMappedTheDashboard(string path)
    {
        using var log = new Lines();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "desk", EnvironmentName = "Production" });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        string database = Path.Combine(Path.GetTempPath(), $"closed-{Guid.NewGuid():N}.db");
        builder.Services.AddEventGen().AddSqliteOutbox($"Data Source={database}").AddPublisher(new MemoryPublisher("board"));
        await using var app = builder.Build();
        app.MapEventGenDashboard("/eventgen");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        using var response = await client.GetAsync(app.Urls.Single() + path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        string said = Assert.Single(log.Texts, static text => text.Contains("are closed", StringComparison.Ordinal));
        Assert.Contains("at '/eventgen' are closed", said, StringComparison.Ordinal);
        Assert.Contains("app.MapEventGenDashboard(\"/eventgen\").RequireAuthorization", said, StringComparison.Ordinal);
        await app.StopAsync(TestContext.Current.CancellationToken);
        foreach (string file in Directory.GetFiles(Path.GetTempPath(), $"{Path.GetFileName(database)}*")) File.Delete(file);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _texts = new();

        public IReadOnlyList<string> Texts => [.. _texts];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _texts.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
