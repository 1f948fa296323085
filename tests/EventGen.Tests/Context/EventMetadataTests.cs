namespace EventGen.Tests.Context;

public sealed class EventMetadataTests
{
    [Fact]
    public void Equality_IsThatOfEveryValueAndHeader()
    {
        var one = new EventMetadata { UserId = "u", Headers = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } };
        var same = new EventMetadata { UserId = "u", Headers = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } };

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, same with { UserId = "other" });
        Assert.NotEqual(one, same with { Headers = new Dictionary<string, string> { ["a"] = "1" } });
        Assert.NotEqual(one, same with { Headers = new Dictionary<string, string> { ["a"] = "1", ["b"] = "3" } });
        Assert.NotEqual(one, same with { Headers = new Dictionary<string, string> { ["A"] = "1", ["b"] = "2" } });
    }

    [Fact]
    public void Headers_AreACopy()
    {
        var headers = new Dictionary<string, string> { ["a"] = "1" };
        var metadata = new EventMetadata { Headers = headers };

        headers["a"] = "2";

        Assert.Equal("1", metadata.Headers["a"]);
    }

    [Fact]
    public void Headers_AreNeverNull()
    {
        Assert.Empty(new EventMetadata().Headers);
        Assert.Empty(new EventMetadata { Headers = null! }.Headers);
        Assert.Equal(EventMetadata.Empty, new EventMetadata());
    }
}
