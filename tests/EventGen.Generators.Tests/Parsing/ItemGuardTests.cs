using EventGen.Generators.Parsing;
using EventGen.Generators.Tests.Rules;

namespace EventGen.Generators.Tests.Parsing;

public sealed class ItemGuardTests
{
    [Fact]
    public void Parse_WhenAnItemFails_IsNothing() => Assert.Null(ItemGuard.Parse<string>(static () => throw new InvalidOperationException(), static _ => { }));

    [Fact, Silent("EVG5000")]
    public void Parse_WhenCancelled_LetsCancellationPass() =>
        Assert.Throws<OperationCanceledException>(static () => ItemGuard.Parse<string>(static () => throw new OperationCanceledException(), static _ => { }));
}
