using EventGen.EventContracts;

namespace EventGen.Generators.Tests.EventContracts;

/// <summary>The table of changes: which way each breaks.</summary>
public sealed class ComparisonTests
{
    private const string Text = "[JsonSourceGenerationOptions(UseStringEnumConverter = true)]";
    private const string Closed = "[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)] ";

    [Theory]
    [InlineData("record Placed(int A)", "record Placed(int A)", "", "")]
    [InlineData("record Placed(int A)", "record Placed(int A, string? B)", "", "the part 'B' is new")]
    [InlineData("record Placed(int A, string? B)", "record Placed(int A)", "", "the part 'B' was removed")]
    [InlineData("record Placed(int A)", "record Placed(int A, string B)", "B", "the part 'B' is new and required")]
    [InlineData("record Placed(int A, string B)", "record Placed(int A)", "F", "the part 'B' was removed")]
    [InlineData("record Placed(int A, string B = \"\")", "record Placed(int A, string B)", "B", "the part 'B' is required now")]
    [InlineData("record Placed(int A, string B)", "record Placed(int A, string B = \"\")", "F", "the part 'B' is not required any more")]
    [InlineData("record Placed(int Amount)", "record Placed([property: JsonPropertyName(\"amount\")] int Amount)", "BF", "the part 'Amount' is called 'amount' now")]
    [InlineData("record Placed(int Amount, Guid Id)", "record Placed(int Sum, Guid Id)", "BF", "the part 'Amount' is called 'Sum' now")]
    [InlineData("record Placed(int A)", "record Placed(string A)", "BF", "the part 'A' was a number (int32) and is a text")]
    [InlineData("record Placed(Guid A)", "record Placed(string A)", "BF", "the part 'A' was a text of the format 'uuid' and is a text")]
    [InlineData("record Placed(int A)", "record Placed(long A)", "F", "the part 'A' was a number (int32) and is a number (int64)")]
    [InlineData("record Placed(long A)", "record Placed(int A)", "B", "the part 'A' was a number (int64) and is a number (int32)")]
    [InlineData("record Placed(long A)", "record Placed(double A)", "BF", "the part 'A' was a number (int64) and is a number (double)")]
    [InlineData("record Placed(decimal A)", "record Placed(double A)", "BF", "the part 'A' was a number (decimal) and is a number (double)")]
    [InlineData("record Placed(int A)", "record Placed(uint A)", "BF", "the part 'A' was a number (int32) and is a number (uint32)")]
    [InlineData("record Placed(uint A)", "record Placed(long A)", "F", "the part 'A' was a number (uint32) and is a number (int64)")]
    [InlineData("record Placed(float A)", "record Placed(double A)", "F", "the part 'A' was a number (float) and is a number (double)")]
    [InlineData("record Placed([property: JsonRequired] string A)", "record Placed([property: JsonRequired] string? A)", "F", "the part 'A' may be null now")]
    [InlineData("record Placed([property: JsonRequired] string? A)", "record Placed([property: JsonRequired] string A)", "B", "the part 'A' may not be null any more")]
    [InlineData("record Placed(int[] A)", "record Placed(long[] A)", "F", "the part 'A[]' was a number (int32) and is a number (int64)")]
    [InlineData("record Placed(Line A); public record Line(int B)", "record Placed(Row A); public record Row(int B)", "", "")]
    [InlineData("record Placed(Line[] A); public record Line(int B)", "record Placed(Line[] A); public record Line(int B, int C)", "B", "the part 'A[].C' is new and required")]
    [InlineData("record Placed(Dictionary<string, int> A)", "record Placed(Dictionary<Guid, int> A)", "BF", "the part 'A' was a dictionary of a number (int32) and is a dictionary of a number (int32)")]
    [InlineData("record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"dog\")] public abstract record Pet; public record Dog(int B) : Pet", "record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"dog\"), JsonDerivedType(typeof(Cat), \"cat\")] public abstract record Pet; public record Dog(int B) : Pet; public record Cat : Pet", "F", "the part 'A' can be 'cat' now")]
    [InlineData("record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"dog\"), JsonDerivedType(typeof(Cat), \"cat\")] public abstract record Pet; public record Dog(int B) : Pet; public record Cat : Pet", "record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"dog\")] public abstract record Pet; public record Dog(int B) : Pet", "B", "the part 'A' cannot be 'cat' any more")]
    [InlineData("record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"dog\")] public abstract record Pet; public record Dog(int B) : Pet", "record Placed(Pet A); [JsonPolymorphic(TypeDiscriminatorPropertyName = \"is\"), JsonDerivedType(typeof(Dog), \"dog\")] public abstract record Pet; public record Dog(int B) : Pet", "BF", "the part 'A' was 'Pet' and is 'Pet'")]
    [InlineData("record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"dog\"), JsonDerivedType(typeof(Cat), \"cat\")] public abstract record Pet; public record Dog(int B) : Pet; public record Cat(int B) : Pet", "record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"cat\"), JsonDerivedType(typeof(Cat), \"dog\")] public abstract record Pet; public record Dog(int B) : Pet; public record Cat(int B) : Pet", "BF", "the part 'A' has 'Dog' as 'cat', which was 'dog'; the part 'A' has 'Cat' as 'dog', which was 'cat'")]
    [InlineData("record Placed(Pet A); [JsonDerivedType(typeof(Dog), \"dog\")] public abstract record Pet; public record Dog(int B) : Pet", "record Placed(Pet A); [JsonDerivedType(typeof(Hound), \"dog\")] public abstract record Pet; public record Hound(int B) : Pet", "", "")]
    public void Change_BreaksTheWayThatTheTableSays(string old, string @new, string breaks, string fact) => Verify($"public {old};", $"public {@new};", "", breaks, fact);

    [Theory]
    [InlineData("Open, Closed", "Open, Closed, Lost", Text, "F", "the part 'A' has the new value 'Lost'")]
    [InlineData("Open, Closed", "Open", Text, "B", "the part 'A' has the value 'Closed' no more")]
    [InlineData("Open = 1, Closed = 2", "Open = 1, Closed = 3", Text, "", "")]
    [InlineData("Open, Closed", "Open, Closed, Lost", "", "F", "the part 'A' has the new value 'Lost'")]
    [InlineData("Open, Closed", "Open", "", "B", "the part 'A' has the value 'Closed' no more")]
    [InlineData("Open = 1, Closed = 2", "Open = 1, Closed = 3", "", "BF", "the part 'A' has the value 'Closed' as 3, which was 2")]
    [InlineData("Open = 1, Closed = 2", "Open = 1, Shut = 2", "", "", "")]
    [InlineData("Open, Closed", "Closed, Open", Text, "", "")]
    [InlineData("Open, Closed", "Closed, Open", "", "BF", "the part 'A' has the value 'Closed' as 0, which was 1; the part 'A' has the value 'Open' as 1, which was 0")]
    [InlineData("Open, Closed", "Closed, Open, Lost", "", "BF", "the part 'A' has the value 'Closed' as 0, which was 1; the part 'A' has the value 'Open' as 1, which was 0; the part 'A' has the new value 'Lost'")]
    [InlineData("Open, Closed", "Lost, Open, Closed", "", "BF", "the part 'A' has the value 'Open' as 1, which was 0; the part 'A' has the value 'Closed' as 2, which was 1")]
    [InlineData("Open, Closed", "Closed", "", "BF", "the part 'A' has the value 'Closed' as 0, which was 1")]
    [InlineData("Open, Closed", "Open, Closed, Shut = 1", "", "", "")]
    public void ChangeOfAnEnum_BreaksTheWayThatTheTableSays(string old, string @new, string settings, string breaks, string fact) =>
        Verify($"public record Placed(State A); public enum State {{ {old} }}", $"public record Placed(State A); public enum State {{ {@new} }}", settings, breaks, fact);

    [Fact]
    public void MemberOfAnEnumThatIsText_Renamed_BreaksBothWays() => Assert.Equal(
        (true, true), Breaks(Compare("public record Placed(State A); public enum State { Open, Closed }", "public record Placed(State A); public enum State { Open, Shut }", Text)));

    [Theory]
    [InlineData("record Placed(int A)", "record Placed(int A, int? B)", "F")]
    [InlineData("record Placed(int A, int? B)", "record Placed(int A)", "B")]
    public void ReaderThatRejectsUnknownParts_MakesOptionalPartsABreak(string old, string @new, string breaks) =>
        Verify($"{Closed} public {old};", $"{Closed} public {@new};", "", breaks, null);

    [Fact]
    public void NamingPolicyThatChanged_IsANewNameOfEachPart() => Assert.All(
        ContractComparison.Compare(ContractSource.Read("public record Placed(int FirstName, string? LastName);").Versions[0], ContractSource.Read("public record Placed(int FirstName, string? LastName);", "[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]").Versions[0]),
        static change => Assert.Equal((true, true, ContractRemedy.KeepName), (change.BreaksBackward, change.BreaksForward, change.Remedy)));

    [Theory]
    [InlineData("record Placed(int A, string? B)", "B")]
    [InlineData("record Placed(int A, int? B)", "")]
    public void NameOfARemovedPart_TakenWithAnotherType_BreaksBothWays(string @new, string broken)
    {
        var first = ContractSource.Read("public record Placed(int A, int? B);");
        var second = ContractUpdate.Accept(first, ContractSource.Read("public record Placed(int A);"));
        var third = ContractUpdate.Accept(second, ContractSource.Read("public record Placed(int A, Guid? C);"));

        var changes = ContractComparison.Compare(third.Versions[0], ContractSource.Read($"public {@new};").Versions[0]);

        Assert.Equal(broken.Length > 0, changes.Any(static change => change is { BreaksBackward: true, BreaksForward: true }));
    }

    private static void Verify(string old, string @new, string settings, string breaks, string? fact)
    {
        var changes = Compare(old, @new, settings);

        Assert.Equal((breaks.Contains('B'), breaks.Contains('F')), Breaks(changes));
        if (fact is not null) Assert.Equal(fact, string.Join("; ", changes.Select(static change => change.Fact)));
    }

    private static IReadOnlyList<ContractChange> Compare(string old, string @new, string settings) =>
        ContractComparison.Compare(ContractSource.Read(old, settings).Versions[0], ContractSource.Read(@new, settings).Versions[0]);

    private static (bool, bool) Breaks(IReadOnlyList<ContractChange> changes) => (changes.Any(static change => change.BreaksBackward), changes.Any(static change => change.BreaksForward));
}
