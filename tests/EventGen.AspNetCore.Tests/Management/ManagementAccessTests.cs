using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>Nothing is served unless the application has said to whom, and nothing changes by what another site sends.</summary>
public sealed class ManagementAccessTests
{
    private static readonly Action<IEndpointConventionBuilder> s_unsaid = static _ => { };

    [Theory]
    [InlineData("GET", "status")]
    [InlineData("GET", "events")]
    [InlineData("GET", "live")]
    [InlineData("GET", "openapi.json")]
    [InlineData("POST", "dead-letters/replay?all=true")]
    [InlineData("DELETE", "dead-letters?all=true")]
    public async Task WithoutAWord_NothingIsServed_AndTheLogSaysWhatToWrite(string method, string path)
    {
        await using var app = await ManagementApp.StartAsync(secure: s_unsaid);

        for (int i = 0; i < 3; i++)
        {
            var (status, body) = await app.ChangeAsync(new HttpMethod(method), path);
            Assert.Equal((HttpStatusCode.Forbidden, 403), (status, (int)body!["status"]!));
        }

        Assert.Contains("RequireAuthorization", Assert.Single(app.Log.Of(190)));
    }

    [Theory]
    [InlineData("/ops", "eventgen/status", "The management endpoints of EventGen at '/ops/eventgen' are closed, ", "app.MapEventGen(\"/eventgen\").RequireAuthorization")]
    [InlineData("/ops", "eventgen/dead-letters/00000000-0000-0000-0000-000000000001", "at '/ops/eventgen' are closed, ", "app.MapEventGen(\"/eventgen\").RequireAuthorization")]
    [InlineData("", "events.json", "at '/events.json' are closed, ", "app.MapEventGenAsyncApi(\"/events.json\").RequireAuthorization")]
    public async Task Log_NamesWhatWasMapped_NotWhatWasAskedFor(string group, string path, string place, string call)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen().AddPublisher(new MemoryPublisher("board"));
        await using var app = builder.Build();
        if (group.Length > 0) app.MapGroup(group).MapEventGen("/eventgen");
        else app.MapEventGenAsyncApi("/events.json");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        using var response = await client.GetAsync($"{app.Urls.Single()}{group}/{path}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        string said = Assert.Single(log.Of(190));
        Assert.Contains(place, said, StringComparison.Ordinal);
        Assert.Contains(call, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_NamesOnlyWhatWasGiven()
    {
        await using var app = await ManagementApp.StartAsync();

        await app.ChangeAsync(HttpMethod.Delete, "dead-letters?event=parcel.sent&kind=handler", null, ("X-User", "anna"));

        Assert.StartsWith("Management: user 'anna' discards dead letters of event 'parcel.sent', kind 'handler', operation ", Assert.Single(app.Log.Of(191)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InDevelopment_ThisMachineIsServed_AndNoOther()
    {
        await using var app = await ManagementApp.StartAsync("Development", s_unsaid);

        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "status", null, ("Host", "localhost:5000"))).Status);

        // A name of another site that leads here, and a proxy of somebody else.
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Get, "status", null, ("Host", "rebound.example"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Get, "status", null, ("X-Forwarded-For", "203.0.113.7"))).Status);
        foreach (string header in (string[])["Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"])
            Assert.True((await app.SendAsync(HttpMethod.Get, "status", null, (header, "203.0.113.7"))).Status == HttpStatusCode.Forbidden, header);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task WithAPolicy_OnlyWhoMeetsItIsServed(string environment)
    {
        await using var app = await ManagementApp.StartAsync(environment, static endpoints => endpoints.RequireAuthorization("ops"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.SendAsync(HttpMethod.Get, "status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "status", null, ("X-User", "anna"))).Status);
    }

    [Fact]
    public async Task FallbackPolicy_Counts_AndIsChecked()
    {
        await using var app = await ManagementApp.StartAsync(
            secure: s_unsaid, services: static services => services.Configure<AuthorizationOptions>(static options => options.FallbackPolicy = options.GetPolicy("ops")));

        Assert.NotEqual(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "status", null, ("X-User", "anna"))).Status);
    }

    [Theory]
    [InlineData("a request without the header", "")]
    [InlineData("another site's origin", "X-EventGen-Request: 1|Origin: https://evil.example")]
    [InlineData("an opaque origin", "X-EventGen-Request: 1|Origin: null")]
    [InlineData("another port of this host", "X-EventGen-Request: 1|Origin: http://127.0.0.1:1")]
    [InlineData("what the browser calls cross-site", "X-EventGen-Request: 1|Sec-Fetch-Site: cross-site")]
    [InlineData("what the browser calls same-site", "X-EventGen-Request: 1|Sec-Fetch-Site: same-site")]
    public async Task Change_ByOthers_IsRefused_AndChangesNothing(string what, string headers)
    {
        await using var app = await ManagementApp.StartAsync();
        var id = await app.FailAsync(1);
        (string, string)[] sent = [.. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(static header => (header.Split(": ")[0], header.Split(": ")[1]))];

        foreach (string path in (string[])[$"dead-letters/{id}", "dead-letters?all=true"])
            Assert.True((await app.SendAsync(HttpMethod.Delete, path, null, sent)).Status == HttpStatusCode.Forbidden, what);
        Assert.Equal(1, app.Bus.DeadLetters.Count);
        Assert.Empty(app.Log.Of(191));
    }

    [Fact]
    public async Task Change_OfTheSameOrigin_IsDone_AndLogged()
    {
        await using var app = await ManagementApp.StartAsync(secure: static endpoints => endpoints.RequireAuthorization("ops"));
        var id = await app.FailAsync(2);
        string origin = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        var (status, _) = await app.ChangeAsync(HttpMethod.Delete, $"dead-letters/{id}", null, ("Origin", origin), ("Sec-Fetch-Site", "same-origin"), ("X-User", "anna%0AForged: line"));

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal($"Management: user 'anna?Forged: line' discarded dead letter {id}.", Assert.Single(app.Log.Of(191)));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("fallback")]
    public async Task Policy_ThatNamesAScheme_IsMetByThatSchemeAlone(string use)
    {
        // Without the authorization middleware, which would have asked for it.
        await using var app = await ManagementApp.StartAsync(
            secure: use == "write" ? null : s_unsaid, configure: options => options.WritePolicy = use == "write" ? "strong" : null, strongUsers: true,
            services: services => services.Configure<AuthorizationOptions>(options =>
            {
                if (use == "fallback") options.FallbackPolicy = options.GetPolicy("strong");
            }));

        Assert.NotEqual(HttpStatusCode.Accepted, (await app.ChangeAsync(HttpMethod.Delete, "dead-letters?all=true", null, ("X-User", "anna"))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await app.ChangeAsync(HttpMethod.Delete, "dead-letters?all=true", null, ("X-Strong-User", "anna"))).Status);
        Assert.Equal("Management: user 'anna' discards all dead letters, operation", Assert.Single(app.Log.Of(191))[..60]);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task ReadByAPageOfAnotherOrigin_IsRefused(string header, string value)
    {
        await using var app = await ManagementApp.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Get, "status", null, (header, value))).Status);
    }

    [Fact]
    public async Task ReadFromAnotherSite_IsRefused()
    {
        await using var app = await ManagementApp.StartAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await app.SendAsync(HttpMethod.Get, "status", null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "cors"))).Status);
        using var response = await app.Client.GetAsync("status", TestContext.Current.CancellationToken);
        Assert.Equal("same-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task WritePolicy_LetsOthersLookAlone()
    {
        await using var app = await ManagementApp.StartAsync(
            secure: static endpoints => endpoints.RequireAuthorization("ops"), configure: static options => options.WritePolicy = "boss");
        var id = await app.FailAsync(3);

        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "dead-letters", null, ("X-User", "anna"))).Status);
        Assert.False((bool)(await app.SendAsync(HttpMethod.Get, "status", null, ("X-User", "anna"))).Body!["canChange"]!);
        Assert.True((bool)(await app.SendAsync(HttpMethod.Get, "status", null, ("X-User", "boss"))).Body!["canChange"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.ChangeAsync(HttpMethod.Delete, $"dead-letters/{id}", null, ("X-User", "anna"))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.ChangeAsync(HttpMethod.Delete, $"dead-letters/{id}", null, ("X-User", "boss"))).Status);
    }

    [Fact]
    public async Task WritePolicy_ThatThereIsNot_FailsTheStart()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(static () => ManagementApp.StartAsync(configure: static options => options.WritePolicy = "bsos"));

        Assert.StartsWith("WritePolicy is 'bsos', and the application has no authorization policy of that name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", null, false)]
    [InlineData("Development", null, true)]
    [InlineData("Production", true, true)]
    [InlineData("Development", false, false)]
    public async Task Payloads_AreShownWhereTheApplicationSaysSo(string environment, bool? says, bool areShown)
    {
        await using var app = await ManagementApp.StartAsync(environment, configure: options => options.ShowPayloads = says);
        Guid id;
        using (EventMetadata.Push(userId: "secret-user", correlationId: "c-77", headers: new Dictionary<string, string> { ["secret-header"] = "secret-value" }))
            id = await app.FailAsync(4);

        var deadLetter = await app.GetAsync($"dead-letters/{id}");
        string everything = deadLetter.ToJsonString() + await app.GetAsync("dead-letters") + (await app.GetAsync("trace/c-77")).ToJsonString() + await app.GetAsync("events/parcel.sent") + await app.GetAsync("status");
        Assert.Equal("c-77", (string)deadLetter["correlationId"]!);
        foreach (string secret in (string[])["secret-user", "secret-header", "secret-value", "c-7\\", "onerror", "   at ", "\\u0022number\\u0022"])
            Assert.True(areShown || !everything.Contains(secret, StringComparison.Ordinal), $"{secret} is shown");
        if (areShown)
        {
            Assert.Contains("secret-user", everything, StringComparison.Ordinal);
            Assert.Equal(ParcelHandlers.Failure, (string)deadLetter["reason"]!);
            Assert.Contains("\"number\": 4", (string)deadLetter["content"]!["payload"]!, StringComparison.Ordinal);
        }
    }
}
