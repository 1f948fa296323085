namespace ShopApi.Endpoints;

/// <summary>What a client sends to place an order.</summary>
internal sealed record NewOrder(string Customer, decimal Total);
