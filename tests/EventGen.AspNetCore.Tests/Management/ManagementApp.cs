using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using EventGen.TestKit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>A real server with the management endpoints at <c>/eventgen</c>. A request is of the user that its header <c>X-User</c> names.</summary>
internal sealed class ManagementApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ManagementApp(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single() + "/eventgen/") };
        Bus = app.Services.GetRequiredService<EventBus>();
        Log = app.Services.GetRequiredService<LogLines>();
    }

    public HttpClient Client { get; }

    public EventBus Bus { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="environment">The environment.</param>
    /// <param name="secure">Says who may use the endpoints; <see langword="null"/> for everybody.</param>
    /// <param name="configure">Changes what they show.</param>
    /// <param name="services">Adds services.</param>
    /// <param name="build">Changes the bus.</param>
    /// <param name="strongUsers">Whether a second scheme, of the header <c>X-Strong-User</c>, is what the policy "strong" asks for.</param>
    /// <param name="publisher">The one that is named "board".</param>
    public static async Task<ManagementApp> StartAsync(
        string environment = "Production", Action<IEndpointConventionBuilder>? secure = null, Action<EventGenManagementOptions>? configure = null,
        Action<IServiceCollection>? services = null, Action<EventBusOptions>? build = null, bool strongUsers = false, IEventPublisher? publisher = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        var log = new LogLines();
        builder.Services.AddSingleton(log);
        builder.Logging.AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen().AddPublisher(publisher ?? new MemoryPublisher("board")).Configure(build ?? (static _ => { }));
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("test", null);
        if (strongUsers)
        {
            builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("strong", null);
            builder.Services.AddAuthorizationBuilder().AddPolicy("strong", static policy => policy.AddAuthenticationSchemes("strong").RequireAuthenticatedUser());
        }

        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("ops", static policy => policy.RequireAuthenticatedUser())
            .AddPolicy("boss", static policy => policy.RequireUserName("boss"));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        (secure ?? (static endpoints => endpoints.AllowAnonymous()))(app.MapEventGen("/eventgen", configure));
        await app.StartAsync(Cancellation);
        return new ManagementApp(app);
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(path, Cancellation))!;

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request, Cancellation);
        string text = await response.Content.ReadAsStringAsync(Cancellation);
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Sends what changes something, as the dashboard does.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Body)> ChangeAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body, [.. headers, ("X-EventGen-Request", "1")]);

    /// <summary>Has the handler fail on a parcel, and waits for the dead letter.</summary>
    public async Task<Guid> FailAsync(int number, string note = "fail")
    {
        var before = (await Bus.DeadLetters.ListAsync(take: 500, cancellationToken: Cancellation)).Select(static deadLetter => deadLetter.Id).ToHashSet();
        await Bus.Topic<Parcel>().EmitAsync(new Parcel(number, "c-7", note), Cancellation);
        Guid id = default;
        await Eventually.TrueAsync(async () => (id = (await Bus.DeadLetters.ListAsync(take: 500, cancellationToken: Cancellation)).Select(static deadLetter => deadLetter.Id).FirstOrDefault(id => !before.Contains(id))) != default);
        return id;
    }

    public Task StopAsync() => _app.StopAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers[Scheme.Name == "strong" ? "X-Strong-User" : "X-User"].ToString() is not { Length: > 0 } user) return Task.FromResult(AuthenticateResult.NoResult());
            var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Uri.UnescapeDataString(user))], Scheme.Name));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name)));
        }
    }
}
