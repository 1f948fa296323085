using System.Text.RegularExpressions;

namespace EventGen.Dashboard.Tests;

/// <summary>The dashboard in a real browser, with an outbox and a failing handler behind it.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task Flow_ShowsTheGraph_AndARateThatMoves()
    {
        await using var app = await DashboardApp.StartAsync();
        await using var driver = await app.OpenAsync();
        var rate = driver.Page.Locator("[data-node='event:order.placed'] [data-sub]");
        Assert.Equal("0/s emitted", await rate.TextContentAsync());
        await Eventually.TrueAsync(async () =>
        {
            await app.PlaceAsync(1);
            return await rate.TextContentAsync() != "0/s emitted";
        });

        await driver.Page.Locator("[data-edge='event:order.placed > event:receipt.sent']").WaitForAsync();
        await driver.Page.Locator("[data-node='event:order.placed']").FocusAsync();
        await driver.Page.Keyboard.PressAsync("Enter");
        await driver.SeeAsync("Open event");
    }

    [Fact]
    public async Task Flow_DrawsNoEdgeThroughABox_AndBothEndsOfAFailingEdgeAsFailing()
    {
        await using var app = await DashboardApp.StartAsync();
        await using var driver = await app.OpenAsync();
        await driver.Page.Locator("[data-node='event:order.placed']:not(.failing)").WaitForAsync();
        await app.PlaceAsync(11);
        await driver.Page.Locator("[data-edge='event:order.placed > event:receipt.sent']").WaitForAsync();

        // The board is right of what the order causes.
        string[] crossings = await driver.Page.EvaluateAsync<string[]>("""
            () => {
              const boxes = [...document.querySelectorAll('[data-node]')].map(node => {
                const { e, f } = node.transform.baseVal.consolidate().matrix, { width, height } = node.querySelector('.box').getBBox();
                return { id: node.dataset.node, x: e, y: f, width, height };
              });
              return [...document.querySelectorAll('[data-edge]')].flatMap(group => {
                const path = group.querySelector('.edge'), ends = group.dataset.edge.split(' > ');
                const points = Array.from({ length: 400 }, (_, i) => path.getPointAtLength(path.getTotalLength() * i / 399));
                return boxes.filter(box => !ends.includes(box.id) && points.some(({ x, y }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height))
                  .map(box => `${group.dataset.edge} crosses ${box.id}`);
              });
            }
            """);
        Assert.Empty(crossings);

        await app.FailAsync(12);
        foreach (string end in (string[])["event:order.placed", "handler:order.placed:EventGen.Dashboard.Tests.Desk.SendReceipt"])
            await driver.Page.Locator($".node.failing[data-node='{end}']").WaitForAsync();
    }

    [Fact]
    public async Task DeadLetter_IsOpenedAndReplayed_AndItsMarkupIsText()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.FailAsync(2);
        await using var driver = await app.OpenAsync("dead-letters");

        await driver.ClickAsync("order.placed");
        await driver.SeeAsync(Desk.Failure);
        await driver.SeeAsync("\"number\": 2");
        await driver.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Replay" }).ClickAsync();
        await driver.SeeAsync("It failed again, and is kept.");
        Assert.Equal("Dead letters · EventGen", await driver.Page.TitleAsync());
    }

    [Fact]
    public async Task Payload_OfOneMebibyteWithMarkup_IsShownAsText()
    {
        await using var app = await DashboardApp.StartAsync();

        // As JSON, which escapes the markup, just below the limit of a payload.
        string note = "fail" + string.Concat(Enumerable.Repeat("<img src=x onerror=\"document.title='run'\">", 13_000));
        await app.FailAsync(4, note: note);
        await using var driver = await app.OpenAsync("dead-letters");

        await driver.ClickAsync("order.placed");
        await driver.SeeAsync("\"number\": 4");

        string shown = await driver.Page.Locator("dialog pre").First.TextContentAsync() ?? "";
        Assert.InRange(shown.Length, 1 << 16, (1 << 16) + 100);   // cut, and says so
        Assert.Equal("Dead letters · EventGen", await driver.Page.TitleAsync());

        await using var live = await app.OpenAsync("live");
        await live.SeeAsync("Listening");
        await Eventually.TrueAsync(async () =>
        {
            await app.PlaceAsync(5, note);
            return await live.Page.Locator(".tail li:visible", new PageLocatorOptions { HasText = "order.placed" }).CountAsync() > 0;
        });
        Assert.Equal("Live · EventGen", await live.Page.TitleAsync());
    }

    [Fact]
    public async Task AllDeadLetters_AreDiscarded_AfterAConfirmationThatNamesTheNumber()
    {
        await using var app = await DashboardApp.StartAsync();
        for (int i = 0; i < 3; i++) await app.FailAsync(3);
        await using var driver = await app.OpenAsync("dead-letters");
        await driver.SeeAsync("order.placed");

        await driver.ClickAsync("Discard all");
        await driver.ClickAsync("Keep as it is");
        Assert.Equal(3, app.Bus.DeadLetters.Count);
        await driver.ClickAsync("Discard all");
        await driver.ClickAsync("Discard 3 dead letters");

        await driver.SeeAsync("No dead letters");
        Assert.Equal(0, app.Bus.DeadLetters.Count);
    }

    [Fact]
    public async Task Live_IsFiltered_AndOneCorrelationIsFollowed()
    {
        await using var app = await DashboardApp.StartAsync();
        await using var driver = await app.OpenAsync("live");
        await driver.SeeAsync("Listening");
        await driver.Page.GetByLabel("Text").FillAsync("order-4");

        await driver.Page.WaitForResponseAsync(static response => response.Url.EndsWith("/status", StringComparison.Ordinal));
        await Eventually.TrueAsync(async () =>
        {
            await app.PlaceAsync(4, correlation: "order-4");
            await app.PlaceAsync(5, correlation: "another");
            return await driver.Page.Locator(".tail li:visible").CountAsync() >= 2;
        });
        Assert.Equal(0, await driver.Page.Locator(".tail li:visible", new PageLocatorOptions { HasText = "another" }).CountAsync());
        await driver.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "order-4" }).First.ClickAsync();

        await driver.Page.Locator(".spans li", new PageLocatorOptions { HasText = "receipt.sent" }).First.WaitForAsync();
        await driver.SeeAsync("Desk.SendReceipt");

        await driver.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Show in the graph" }).ClickAsync();
        await driver.SeeAsync("The way of order-4");
        foreach (string met in (string[])["event:order.placed", "event:receipt.sent", "publisher:board"])
            await driver.Page.Locator($".node:not(.faded)[data-node='{met}']").WaitForAsync();
        await driver.Page.Locator(".node.faded[data-node='event:stock.counted']").WaitForAsync();
        await driver.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Show all" }).ClickAsync();
        await driver.Page.Locator(".node:not(.faded)[data-node='event:stock.counted']").WaitForAsync();
    }

    [Fact]
    public async Task Trace_ShowsWhatWaitsInTheOutbox_AndHasNotHappenedHere()
    {
        await using var app = await DashboardApp.StartAsync();
        using (EventMetadata.Push(correlationId: "order-9"))
            await app.Bus.Topic<OrderPlaced>().ScheduleAsync(new OrderPlaced(9, "c-9"), TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        await using var driver = await app.OpenAsync("trace/order-9");

        await driver.Page.Locator(".spans li", new PageLocatorOptions { HasText = "order.placed" }).First.WaitForAsync();
        await driver.SeeAsync("scheduled");
    }

    [Fact]
    public async Task Trace_OfADurableEventThatFailed_SaysDeadLetter_AndOpensIt()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.PlaceAsync(10, correlation: "order-10");
        await app.FailAsync(11, correlation: "order-11");
        await using var driver = await app.OpenAsync("trace/order-10");
        await driver.Page.Locator(".spans .pill.good", new PageLocatorOptions { HasText = "delivered" }).WaitForAsync();

        await driver.Page.GotoAsync($"{app.Address}/#/trace/order-11");
        await driver.Page.Locator(".spans .what .pill.bad", new PageLocatorOptions { HasText = "dead letter" }).WaitForAsync();
        Assert.Equal(0, await driver.Page.GetByText("delivered").CountAsync());
        await driver.Page.Locator(".spans").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Desk.SendReceipt" }).ClickAsync();
        await driver.Page.GetByRole(AriaRole.Dialog).GetByText("\"number\": 11").WaitForAsync();

        await driver.Page.GotoAsync($"{app.Address}/#/outbox");
        await driver.Page.Locator("main").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "dead letters" }).WaitForAsync();
        await app.Bus.DeadLetters.DiscardAsync(DeadLetterFilter.All, TestContext.Current.CancellationToken);
        await driver.Page.GotoAsync($"{app.Address}/#/trace/order-11");
        await driver.Page.Locator(".spans .what .pill.bad", new PageLocatorOptions { HasText = "failed" }).WaitForAsync();
    }

    [Fact]
    public async Task Header_TellsTheSourceOfTheInstance_AndEventGensVersion()
    {
        await using var app = await DashboardApp.StartAsync(source: "desk-2");
        await using var driver = await app.OpenAsync();

        await driver.SeeAsync("desk · desk-2");
        Assert.Matches(@"^EventGen \d+\.\d+", await driver.Page.Locator("#product").TextContentAsync());
    }

    [Fact]
    public async Task Event_IsEmittedByAForm_InDevelopment()
    {
        await using var app = await DashboardApp.StartAsync();
        await using var driver = await app.OpenAsync("events");
        await driver.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "order.placed" }).ClickAsync();

        await driver.ClickAsync("Emit one");
        await driver.Page.GetByLabel("number").FillAsync("6");
        await driver.Page.GetByLabel("customer").FillAsync("c-6");
        await driver.ClickAsync("Emit");

        await driver.SeeAsync("order.placed is emitted.");
        await Eventually.TrueAsync(() => app.Bus.Statistics.Find("receipt.sent")?.Emitted == 1);
    }

    [Fact]
    public async Task Outbox_ShowsWhatWaits_AndTakesItBack()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.Bus.Topic<OrderPlaced>().ScheduleAsync(new OrderPlaced(7, "c-7"), TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        await using var driver = await app.OpenAsync("outbox");
        await driver.SeeAsync((await app.Bus.Outbox.GetStatusAsync(TestContext.Current.CancellationToken)).Instances.Single().Name);

        await driver.ClickAsync("Cancel");
        await driver.ClickAsync("Cancel the event");

        await driver.SeeAsync("Nothing waits");
        Assert.Equal(0, (await app.Bus.Outbox.GetStatusAsync(TestContext.Current.CancellationToken)).Scheduled);
    }

    [Fact]
    public async Task WhoMayOnlyLook_SeesNoButtonThatChangesAnything()
    {
        await using var app = await DashboardApp.StartAsync(static options => options.WritePolicy = "nobody");
        await app.FailAsync(9);
        await using var driver = await app.OpenAsync("dead-letters");
        await driver.SeeAsync("InvalidOperationException");

        await Eventually.TrueAsync(async () => await driver.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("Replay|Discard") }).CountAsync() == 0);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task EveryView_IsReachedByKeyboard_AndFitsTheScreen(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        await app.FailAsync(8);
        await using var driver = await app.OpenAsync(width: width);
        Assert.True(await driver.Page.EvaluateAsync<bool>("[...document.querySelectorAll('nav a')].every(link => link.getBoundingClientRect().left >= 0 && link.getBoundingClientRect().right <= innerWidth)"), "A view is outside of the screen.");
        foreach (string view in (string[])["Queue", "Events", "Dead letters", "Outbox", "Live", "Trace", "Flow"])
        {
            var link = driver.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { NameRegex = new Regex($"^{view}") });
            await link.FocusAsync();
            await driver.Page.Keyboard.PressAsync("Enter");
            await driver.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = view, Level = 1 }).WaitForAsync();
            Assert.True(await driver.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{view} is wider than {width} px");
        }
    }

    [Fact]
    public async Task Page_HasAStrictPolicy_AndIsSmall()
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = new HttpClient();
        using var page = await client.GetAsync(app.Address, TestContext.Current.CancellationToken);

        Assert.EndsWith("/base/eventgen/", page.RequestMessage!.RequestUri!.AbsoluteUri);
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.True(typeof(DashboardPage).Assembly.GetManifestResourceNames().Sum(static name => typeof(DashboardPage).Assembly.GetManifestResourceStream(name)!.Length) < 200 * 1024);
    }
}
