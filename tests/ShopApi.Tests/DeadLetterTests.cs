using System.Net;

namespace ShopApi.Tests;

public sealed class DeadLetterTests
{
    [Fact]
    public async Task MailThatIsGivenUp_IsListedAndReplayedAfterARestart()
    {
        using var folder = new ShopFolder();
        Guid deadLetter;
        await using (var shop = await ShopProcess.StartAsync(folder, ("EventGen__Retry__Attempts", "2"), ("EventGen__Retry__Delay", "00:00:00.010")))
        {
            await shop.PostAsync("/mail/stop");
            await shop.PayAsync(await shop.PlaceAsync());
            await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Length == 1);
            var given = (await shop.DeadLettersAsync())[0];
            deadLetter = given.GetProperty("id").GetGuid();
            Assert.Equal("receipt.written", given.GetProperty("event").GetString());
            Assert.Equal(2, given.GetProperty("attempts").GetInt32());
            Assert.Equal(HttpStatusCode.Conflict, await shop.StatusOfAsync(HttpMethod.Post, $"/dead-letters/{deadLetter}/replay"));
            Assert.Equal(0, await shop.StopAsync());
        }

        await using var restarted = await ShopProcess.StartAsync(folder);
        Assert.Empty(folder.Mails);
        await restarted.PostAsync($"/dead-letters/{deadLetter}/replay");

        Assert.Single(folder.Mails);
        Assert.Empty(await restarted.DeadLettersAsync());
        Assert.Equal(HttpStatusCode.NotFound, await restarted.StatusOfAsync(HttpMethod.Post, $"/dead-letters/{deadLetter}/replay"));
        Assert.Equal(HttpStatusCode.NotFound, await restarted.StatusOfAsync(HttpMethod.Delete, $"/dead-letters/{deadLetter}"));
    }

    [Fact]
    public async Task DeadLetter_CanBeDiscarded()
    {
        using var folder = new ShopFolder();
        await using var shop = await ShopProcess.StartAsync(folder, ("EventGen__Retry__Attempts", "1"));
        await shop.PostAsync("/mail/stop");
        await shop.PayAsync(await shop.PlaceAsync());
        await Eventually.TrueAsync(async () => (await shop.DeadLettersAsync()).Length == 1);

        var id = (await shop.DeadLettersAsync())[0].GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.NoContent, await shop.StatusOfAsync(HttpMethod.Delete, $"/dead-letters/{id}"));

        Assert.Empty(await shop.DeadLettersAsync());
    }
}
