using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EventGen.Tests.Publishing;

/// <summary>What could not be read again is found before it leaves the process; to read it again for that is dear.</summary>
public sealed class StrictJsonTests
{
    public static TheoryData<Written, bool, string?> Values => new()
    {
        // Every null is a part that may be null.
        { new("null", null, null), false, null },
        { new("t", "null", [new("a")]), false, null },
        { new("t", null, [], "n"), false, null },

        // Only reading it tells.
        { new(null!, null, null), true, "part 'Text' is null, which it may not be" },
        { new("t", null, [new(null!)]), true, "part 'Inner' cannot be read as Part[]" },
        { new("t", null, [new("null")]), true, null },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Missing_ReadsAgainOnlyWhereANullMayBeAmiss(Written value, bool reads, string? missing) => AssertMissing(WrittenJson.Default.Written, value, reads, missing);

    [Theory]
    [InlineData("t", false, null)]
    [InlineData(null, true, "part 'Text' is missing")]
    public void Missing_WhereNullsAreLeftOut_ReadsAgainOnlyWithoutAPartThatMustBeThere(string? text, bool reads, string? missing) =>
        AssertMissing(SparseJson.Default.Written, new Written(text!, null, null), reads, missing);

    private static void AssertMissing(JsonTypeInfo<Written> contract, Written value, bool reads, string? missing)
    {
        byte[] written = JsonSerializer.SerializeToUtf8Bytes(value, contract);
        int read = Written.Made;

        string? found = new StrictJson<Written>(contract, ["Text"]).Missing(written);

#if NET9_0_OR_GREATER
        Assert.Equal(missing, found);
#endif
        Assert.Equal(reads, Written.Made > read || found is not null);
    }

    public sealed record Part(string Name);

    public sealed record Written(string Text, string? Note, Part[]? Inner, string Default = "")
    {
        [ThreadStatic]
        private static int t_made;

        /// <summary>How many have been made on this thread, by tests or a reader.</summary>
        public static int Made => t_made;

        public string Text { get; init; } = Count(Text);

        private static string Count(string text)
        {
            t_made++;
            return text;
        }
    }
}

[JsonSerializable(typeof(StrictJsonTests.Written))]
internal sealed partial class WrittenJson : JsonSerializerContext;

[JsonSerializable(typeof(StrictJsonTests.Written))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class SparseJson : JsonSerializerContext;
