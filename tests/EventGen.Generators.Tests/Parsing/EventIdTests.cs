using EventGen.Generators.Parsing;

namespace EventGen.Generators.Tests.Parsing;

public sealed class EventIdTests
{
    [Theory]
    [InlineData("OrderPlacedEvent", "OrderPlaced", "order.placed")]
    [InlineData("OrderPlaced", "OrderPlaced", "order.placed")]
    [InlineData("Event", "Event", "event")]
    [InlineData("EventEvent", "Event", "event")]
    [InlineData("HTTPRequestSent", "HTTPRequestSent", "http.request.sent")]
    [InlineData("RequestSentOverHTTP", "RequestSentOverHTTP", "request.sent.over.http")]
    [InlineData("Order2Placed", "Order2Placed", "order2.placed")]
    [InlineData("SHA256Computed", "SHA256Computed", "sha256.computed")]
    [InlineData("OrderPlacedV2", "OrderPlacedV2", "order.placed.v2")]
    [InlineData("Order_Placed", "Order_Placed", "order.placed")]
    [InlineData("order", "order", "order")]
    [InlineData("A", "A", "a")]
    public void FromTypeName_SplitsWords(string typeName, string accessor, string id)
    {
        Assert.Equal(accessor, EventId.AccessorOf(typeName));
        Assert.Equal(id, EventId.FromAccessor(accessor));
        Assert.True(EventId.IsValid(id));
    }

    [Theory]
    [InlineData("order.placed", true)]
    [InlineData("order-line.placed", true)]
    [InlineData("2.3", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("order.", false)]
    [InlineData(".order", false)]
    [InlineData("order..placed", false)]
    [InlineData("order.-placed", false)]
    [InlineData("Order", false)]
    [InlineData("order_placed", false)]
    [InlineData("órder", false)]
    public void IsValid_HoldsTheRule(string id, bool valid) => Assert.Equal(valid, EventId.IsValid(id));
}
