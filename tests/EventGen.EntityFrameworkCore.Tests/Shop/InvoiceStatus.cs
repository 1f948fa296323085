namespace EventGen.EntityFrameworkCore.Tests.Shop;

public enum InvoiceStatus
{
    Open,
    Paid,
    Cancelled,
}
