using EventGen.Tests.Publishing;

namespace EventGen.Tests.Behaviour;

/// <summary>Messages are written and read in the same way under every culture: their tests run once more under some that write numbers, dates and letters otherwise.</summary>
public sealed class CultureTests
{
    private static readonly string[] s_classes =
        [nameof(EventMessageJsonTests), nameof(EventMessageParseTests), nameof(MessageFormsTests), nameof(MessageReadingTests), nameof(MessageRouteTests)];

    [Theory]
    [InlineData("tr-TR")]   // I is not the capital of i
    [InlineData("ar-SA")]   // another calendar, and a mark before each minus
    [InlineData("sv-SE")]   // a minus that is not '-', and a comma in numbers
    public async Task Messages_AreTheSame(string culture)
    {
        Assert.SkipUnless(ProgramCulture.IsAvailable, "ICU is not installed");

        var run = (await ProgramRun.OfAsync(
            ProgramRun.DotNet, ["exec", typeof(CultureTests).Assembly.Location, "-noColor", .. s_classes.SelectMany(static one => (string[])["-class", $"*.{one}"])],
            environment: ProgramCulture.Of(culture), cancellationToken: TestContext.Current.CancellationToken)).Succeeded();

        Assert.Matches(@"Total: [1-9]\d\d, Errors: 0, Failed: 0, Skipped: 0", run.Output);
    }
}
