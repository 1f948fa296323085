using System.Reflection;

namespace EventGen.Tests.Delivery;

/// <summary>Whoever has handled both kinds of dead letters has handled all.</summary>
public sealed class DeadLetterFamilyTests
{
    [Fact]
    public void Kinds_AreADeliveryAndARejectedMessage_BothSealed()
    {
        var kinds = typeof(DeadLetter).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(DeadLetter))).ToList();

        Assert.Equal([typeof(DeadLetter.Delivery), typeof(DeadLetter.RejectedMessage)], kinds.OrderBy(static type => type.Name, StringComparer.Ordinal));
        Assert.All(kinds, static type => Assert.True(type.IsSealed));
    }

    // The copy constructor of a record that is not sealed has to be protected, so private constructors do not suffice.
    [Fact]
    public void OtherAssemblies_CannotDerive() =>
        Assert.Contains(
            typeof(DeadLetter).GetMethods(BindingFlags.NonPublic | BindingFlags.Instance),
            static method => method is { IsAbstract: true, IsAssembly: true });
}
